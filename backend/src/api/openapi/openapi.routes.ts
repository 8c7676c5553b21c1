import { Router } from 'express';
import { createOpenApiDocument } from './document.ts';
import { referenceStyles, renderReferencePage } from './referencePage.ts';

const cached = 'public, max-age=300';

/** `/api/v1/openapi.json`. */
export function createOpenApiRouter(publicUrl: string): Router {
  const document = createOpenApiDocument(publicUrl);
  const router = Router();
  router.get('/', (_req, res) => {
    res.setHeader('Cache-Control', cached);
    res.json(document);
  });
  return router;
}

/** `/api/docs`: the same document for people. */
export function createReferenceRouter(publicUrl: string): Router {
  const page = renderReferencePage(createOpenApiDocument(publicUrl));
  const router = Router();
  router.get('/', (req, res) => {
    // Its links are relative, so that they lead on below any path. With a slash at the end they would lead astray.
    if (/\/(\?|$)/.test(req.originalUrl)) {
      res.redirect('../docs');
      return;
    }
    res.setHeader('Cache-Control', cached);
    res.type('html').send(page);
  });
  router.get('/styles.css', (_req, res) => {
    res.setHeader('Cache-Control', cached);
    res.type('css').send(referenceStyles);
  });
  return router;
}
