import cors from 'cors';
import express, { type Express } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';

/** The usual stack around a handler: helmet, CORS, a rate limit by address that nothing exceeds, the JSON body parser. */
export function createExpressStack(answer: (body: unknown) => Promise<number>): Express {
  const app = express();
  app.use(helmet());
  app.use(cors());
  app.use(rateLimit({ windowMs: 60_000, limit: 1e9, standardHeaders: true, legacyHeaders: false }));
  app.use(express.json({ limit: '1mb' }));
  app.post('/api/v1/metrics', async (req, res) => {
    res.status(202).json({ accepted: await answer(req.body), rejected: [], duplicate: false });
  });
  return app;
}
