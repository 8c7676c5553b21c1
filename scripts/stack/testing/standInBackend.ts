import { createServer } from 'node:http';

/**
 * Stands in for the API where only the launcher is under test: it is healthy, shows the environment it was given at
 * /env, and dies at /die. With STAND_IN_IGNORES_SIGTERM it must be killed. It stands in for the sample shop, too.
 */
const server = createServer((request, response) => {
  if (request.url === '/die') {
    console.error('the stand-in was told to die');
    process.exit(7);
  }
  const isKnown = ['/', '/env', '/metrics', '/api/v1/health', '/api/v1/health/live'].includes(request.url ?? '');
  response.statusCode = isKnown ? 200 : 404;
  response.setHeader('Content-Type', request.url === '/metrics' ? 'text/plain; version=0.0.4' : 'application/json');
  response.end(
    request.url === '/metrics' ? 'uvp_stand_in 1\n' : JSON.stringify(request.url === '/env' ? process.env : {}),
  );
});

server.listen(Number(process.env.DEMO_PORT ?? process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  if (!process.env.STAND_IN_IGNORES_SIGTERM) process.exit(0);
});
