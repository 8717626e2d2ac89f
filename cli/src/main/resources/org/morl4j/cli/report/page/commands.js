// What to type to take a policy further, with buttons that copy.

/** A word of a POSIX shell. */
function shellWord(text) {
  return /^[A-Za-z0-9_.\/-]+$/.test(text) ? text : "'" + text.replace(/'/g, "'\\''") + "'";
}

function javaString(text) {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/[^\x20-\x7e]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  return '"' + escaped + '"';
}

/** The commands of a policy that was saved: [what for, text]. */
function commandsOf(policy) {
  const of = shellWord(data.run) + ' --policy ' + shellWord(policy.id);
  const path = data.run + '/policies/' + policy.id;
  return [
    ['Measure it again', './morl4j eval ' + of],
    ['Take it home: weights, ONNX, checked pairs', './morl4j export ' + of + ' --out ' + shellWord(policy.id + '-export')],
    ['Load it in Java', 'SavedPolicy policy = Policies.load(Path.of(' + javaString(path) + '));'],
  ];
}

function commandList(policy) {
  const box = make('details', 'take');
  box.append(make('summary', '', 'Take it further'));
  for (const [purpose, text] of commandsOf(policy)) {
    const code = make('code', '', text);
    const copy = make('button', '', 'Copy');
    copy.type = 'button';
    copy.addEventListener('click', () => copyText(text, code, copy));
    const line = make('div', 'command');
    line.append(code, copy);
    box.append(make('p', 'purpose', purpose), line);
  }
  return box;
}

/** Where the clipboard may not be written, the text is marked for the reader to copy. */
function copyText(text, element, button) {
  const marked = () => {
    getSelection().selectAllChildren(element);
    button.textContent = document.execCommand('copy') ? 'Copied' : 'Marked';
  };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text).then(() => (button.textContent = 'Copied'), marked);
  } else {
    marked();
  }
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}
