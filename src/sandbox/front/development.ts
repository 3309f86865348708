import type { IncomingMessage, Server, ServerResponse } from 'node:http'

type Next = () => void

export interface Development {
  /** Serves the app's modules; calls `next` for every other request. */
  app(request: IncomingMessage, response: ServerResponse, next: Next): void
  /** Serves the workbench. */
  workbench(request: IncomingMessage, response: ServerResponse, next: Next): void
  /** Prepares the app's page for hot reload. */
  transformHtml(url: string, html: string): Promise<string>
  close(): Promise<void>
}

/** The bundler's development servers for the app and the workbench, as middleware of the public server. */
export async function createDevelopment(root: string, server: Server): Promise<Development> {
  const { createServer } = await import('vite')
  const app = await createServer({
    root,
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server, path: '/@hmr' } },
  })
  const workbench = await createServer({
    mode: 'workbench',
    configFile: `${root}/vite.config.ts`,
    appType: 'mpa',
    cacheDir: `${root}/node_modules/.cache/vite-workbench`,
    server: { middlewareMode: true, hmr: { server, path: 'hmr' } },
  })

  async function bridge(response: ServerResponse): Promise<void> {
    const script = await workbench.transformRequest('/bridge.ts').catch(() => null)
    // The bundler adds an empty `export {}`; the page loads this file as a classic script, where that is an error.
    const code = script?.code.replace(/^export \{\s*\};?$/m, '') ?? ''
    response.setHeader('content-type', 'text/javascript').end(code)
  }

  return {
    app: (request, response, next) => app.middlewares(request, response, next),
    workbench: (request, response, next) =>
      request.url === '/sandbox/bridge.js' ? void bridge(response) : workbench.middlewares(request, response, next),
    transformHtml: (url, html) => app.transformIndexHtml(url, html),
    close: async () => {
      await Promise.all([app.close(), workbench.close()])
    },
  }
}
