// What nginx counts, as Prometheus reads it, under the names of nginx's own exporter. njs, run by nginx.
// https://nginx.org/en/docs/http/ngx_http_stub_status_module.html

const form =
  /^Active connections: (\d+)\s+server accepts handled requests\s+(\d+) (\d+) (\d+)\s+Reading: (\d+) Writing: (\d+) Waiting: (\d+)/;

// in the order of the numbers above
const metrics = [
  ['nginx_connections_active', 'gauge', 'Open connections, waiting ones included.'],
  ['nginx_connections_accepted', 'counter', 'Connections accepted since the start.'],
  ['nginx_connections_handled', 'counter', 'Connections handled since the start.'],
  ['nginx_http_requests_total', 'counter', 'Requests since the start.'],
  ['nginx_connections_reading', 'gauge', 'Connections whose request is being read.'],
  ['nginx_connections_writing', 'gauge', 'Connections whose answer is being written.'],
  ['nginx_connections_waiting', 'gauge', 'Idle connections that wait for a request.'],
];

async function serve(r) {
  if (r.method !== 'GET' && r.method !== 'HEAD') {
    r.headersOut.Allow = 'GET, HEAD';
    r.return(405, 'only GET and HEAD are answered here\n');
    return;
  }
  const numbers = await counters(r);
  const up = line('nginx_up', 'gauge', 'Whether nginx told its counters.', numbers ? 1 : 0);
  const rest = numbers ? metrics.map((of, at) => line(of[0], of[1], of[2], numbers[at])) : [];
  r.headersOut['Content-Type'] = 'text/plain; version=0.0.4; charset=utf-8';
  r.return(200, up + rest.join(''));
}

async function counters(r) {
  const answer = await r.subrequest('/.counters');
  const found = answer.status === 200 ? form.exec(answer.responseText) : null;
  return found ? found.slice(1) : null;
}

function line(name, type, help, value) {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`;
}

export default { serve };
