import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyRequest } from 'fastify'
import { AppError } from './errors.ts'

/** Where WeCom and WeChat keep avatars. */
const avatarHosts = ['https://*.qlogo.cn', 'https://*.qpic.cn', 'https://wework.qpic.cn']

/** What the page may load and do: only what is ours, and avatars. */
export function helmetOptions(publicOrigin: string): FastifyHelmetOptions {
  const isSecure = publicOrigin.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...avatarHosts],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: isSecure,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    xFrameOptions: { action: 'deny' },
  }
}

const isSafe = (method: string) => ['GET', 'HEAD', 'OPTIONS'].includes(method)

/** Only our own page may change anything. What sends neither header is no browser, and has no cookie to abuse. */
export function refuseForeignOrigin(publicOrigin: string) {
  return async ({ method, headers }: FastifyRequest): Promise<void> => {
    if (isSafe(method)) return
    const site = headers['sec-fetch-site']
    const isForeign =
      (headers.origin !== undefined && headers.origin !== publicOrigin) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none')
    if (isForeign) throw new AppError('foreign_origin')
  }
}
