(function () {
  'use strict';
  const root = document.documentElement;
  root.dataset.errors = '0';
  function note() {
    root.dataset.errors = String(Number(root.dataset.errors) + 1);
    root.classList.add('has-errors');
  }
  window.addEventListener('error', note);
  window.addEventListener('unhandledrejection', note);
  document.addEventListener('securitypolicyviolation', note);
})();
