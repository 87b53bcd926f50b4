// the application beside the sidecar: does what it is told in its first argument and prints what came back
const [order] = process.argv.slice(-1);
const {
  url,
  times = 1,
  together = 1,
  method = 'GET',
  headers = {},
  body,
  repeatBody,
  follow = true,
  socket,
} = JSON.parse(order);

async function ask() {
  const start = performance.now();
  const answer = await fetch(url, {
    method,
    headers,
    body: repeatBody ? 'x'.repeat(repeatBody) : body,
    redirect: follow ? 'follow' : 'manual',
    signal: AbortSignal.timeout(30_000),
  });
  const text = await answer.text();
  const location = answer.headers.get('location') ?? undefined;
  return { status: answer.status, text, location, ms: performance.now() - start };
}

function talk() {
  return new Promise((resolve, reject) => {
    const heard = [];
    const web = new WebSocket(url.replace('http', 'ws'));
    web.onerror = () => reject(new Error('the socket failed'));
    web.onopen = () => web.send(socket[0]);
    web.onmessage = ({ data }) => {
      heard.push(data);
      if (heard.length < socket.length) web.send(socket[heard.length]);
      else {
        web.close();
        resolve(heard);
      }
    };
  });
}

if (socket) {
  console.log(JSON.stringify(await talk()));
  // the callee's half of the good-bye is not waited for
  process.exit();
} else {
  const answers = [];
  const worker = async () => {
    while (answers.length < times) {
      const at = answers.push(undefined) - 1;
      answers[at] = await ask();
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: together }, worker));
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  console.log(JSON.stringify({ counts, last: answers.at(-1), ms: performance.now() - start }));
}
