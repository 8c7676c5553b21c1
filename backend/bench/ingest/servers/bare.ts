import { createServer } from 'node:http';

/** The floor: Node's own server parses the body and answers. Stores nothing, checks nothing. */
const server = createServer((req, res) => {
  if (req.method !== 'POST') {
    res.writeHead(404).end();
    return;
  }
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const body: { metrics: unknown[] } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const answer = JSON.stringify({ accepted: body.metrics.length, rejected: [], duplicate: false });
    res.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) });
    res.end(answer);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
