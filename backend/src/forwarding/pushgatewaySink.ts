import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import type { MetricSink, PushOutcome, SinkStatus } from './metricSink.ts';

const statusTimeoutMs = 2_000;
/** Answers are read this far; a gateway's own are short. */
const maxAnswerBytes = 64 * 1024;

const statusAnswer = z.object({
  data: z.object({ start_time: z.string().min(1), flags: z.record(z.string(), z.string()) }),
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Thrown when the connection could not even be made, or the deadline had passed before it was: nothing was sent. */
class NotSent extends Error {}

/** Thrown when somebody answers whom we cannot push to. */
export class UnusableGateway extends Error {
  override name = 'UnusableGateway';
  /** Whether it is a Pushgateway beyond doubt; with another answer it still may be one. */
  readonly isPushgateway: boolean;

  constructor(message: string, isPushgateway: boolean) {
    super(message);
    this.isPushgateway = isPushgateway;
  }
}

/**
 * A Prometheus Pushgateway (https://github.com/prometheus/pushgateway#api). Each request has a connection of its own: a kept one that
 * the gateway is just closing would leave the outcome unknown. Answers of the gateway name other tenants' labels and go no further.
 */
export function createPushgatewaySink(url: string): MetricSink {
  const groupPath = (tenantId: string) => `/metrics/job/uvp/tenant/${encodeURIComponent(tenantId)}`;

  async function change(
    method: 'PUT' | 'DELETE',
    tenantId: string,
    body: string,
    deadlineMs: number,
  ): Promise<PushOutcome> {
    try {
      const { status } = await request(url, method, groupPath(tenantId), body, deadlineMs);
      if (status === 200 || status === 202) return 'done';
      return status >= 300 && status < 500 ? 'refused' : 'unknown';
    } catch (error) {
      return error instanceof NotSent ? 'not_sent' : 'unknown';
    }
  }

  return {
    url,
    async status(): Promise<SinkStatus> {
      const answer = await request(url, 'GET', '/api/v1/status', '', performance.now() + statusTimeoutMs);
      if (answer.status !== 200) {
        throw new UnusableGateway(`the Pushgateway answered ${answer.status} when asked for its status`, false);
      }
      const data = parseStatus(answer.text);
      if ((data.flags['persistence.file'] ?? '') !== '') {
        throw new UnusableGateway(
          'the Pushgateway keeps a persistence file: after a crash it would bring older, lower totals back. Start it with --persistence.file= (empty)',
          true,
        );
      }
      return { startTime: data.start_time };
    },
    put: (tenantId, body, deadlineMs) => change('PUT', tenantId, body, deadlineMs),
    delete: (tenantId, deadlineMs) => change('DELETE', tenantId, '', deadlineMs),
  };
}

function parseStatus(text: string): z.infer<typeof statusAnswer>['data'] {
  try {
    return statusAnswer.parse(JSON.parse(text)).data;
  } catch {
    throw new UnusableGateway('what answers is no Pushgateway', false);
  }
}

/** @throws NotSent when nothing was sent; another error when the answer did not come in time */
function request(base: string, method: string, path: string, body: string, deadlineMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = new URL(base + path);
    const bytes = Buffer.from(body);
    let sent = false;
    const fail = (error: Error) => reject(sent ? error : new NotSent(error.message));
    const client = target.protocol === 'https:' ? https : http;
    const req = client.request(target, {
      method,
      agent: false,
      headers: {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Content-Length': bytes.length,
      },
    });
    const timer = setTimeout(
      () => req.destroy(new Error('the deadline has passed')),
      Math.max(0, deadlineMs - performance.now()),
    );
    req.once('socket', (socket) => {
      socket.once(target.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        // This process may have been stopped while it connected; then the lease is gone and the body is old.
        if (performance.now() >= deadlineMs) {
          req.destroy(new Error('the deadline has passed'));
          return;
        }
        sent = true;
        if (bytes.length === 0) {
          req.end();
          return;
        }
        // The last byte makes a body whole. It follows when the others have left this process, which may have been stopped meanwhile:
        // a stopped process goes on with what it was writing before it looks at its timers.
        req.write(bytes.subarray(0, -1), () => {
          if (performance.now() < deadlineMs) req.end(bytes.subarray(-1));
        });
      });
    });
    req.once('error', fail);
    req.once('close', () => {
      clearTimeout(timer);
      fail(new Error('the connection was closed'));
    });
    req.once('response', (res) => {
      const chunks: Buffer[] = [];
      let answerBytes = 0;
      res.on('data', (chunk: Buffer) => {
        answerBytes += chunk.length;
        if (answerBytes <= maxAnswerBytes) chunks.push(chunk);
      });
      res.once('error', fail);
      res.once('aborted', () => fail(new Error('the answer broke off')));
      res.once('end', () => resolve({ status: res.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
  });
}
