import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyRequest } from 'fastify'
import { AppError } from './errors.ts'

/** Where WeCom and WeChat keep avatars. */
const avatarHosts = [
  'https://*.qlogo.cn',
  'https://*.qpic.cn',
  'https://wework.qpic.cn',
  'https://work.weixin.qq.com',
  'https://*.work.weixin.qq.com',
]

/** What the page may load and do: only what is ours, avatars, and pictures of `pictureOrigins`. */
export function helmetOptions(publicOrigin: string, pictureOrigins: readonly string[] = []): FastifyHelmetOptions {
  const isSecure = publicOrigin.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...avatarHosts, ...pictureOrigins],
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
