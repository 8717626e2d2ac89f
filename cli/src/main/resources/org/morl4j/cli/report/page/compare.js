// Learning curves of several algorithms, a chart a task.

const data = JSON.parse(document.getElementById('data').textContent);

begin([...data.tasks.map((task, i) => () => startCurve(task, i)), startEdges]);
