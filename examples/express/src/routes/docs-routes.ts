import { dirname } from 'node:path';
import type { Express } from 'express';
import express from 'express';
import { document } from '../openapi/document';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Users and posts</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="ui"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', deepLinking: true });\n`;

/** The description of this API, and a page that shows it and tries it out. Nothing comes from elsewhere. */
export function addDocsRoutes(app: Express): void {
  app.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  app.get('/docs', (_request, response) => {
    response.set(
      'Content-Security-Policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
    );
    response.type('html').send(PAGE);
  });
  app.get('/docs/start.js', (_request, response) => {
    response.type('js').send(START);
  });
  app.use(
    '/docs/assets',
    express.static(dirname(require.resolve('swagger-ui-dist/package.json')), { index: false, maxAge: '1d' }),
  );
}
