import { BlockList, isIP } from 'node:net'
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'

const own = new BlockList()
own.addSubnet('127.0.0.0', 8)
own.addSubnet('10.0.0.0', 8)
own.addSubnet('172.16.0.0', 12)
own.addSubnet('192.168.0.0', 16)
own.addAddress('::1', 'ipv6')
own.addSubnet('fc00::', 7, 'ipv6')

/** A caller that is not one of our proxies says that it forwards for another: the true address is not known. */
const isThroughStranger = ({ headers, ips }: FastifyRequest): boolean =>
  headers['x-forwarded-for'] !== undefined && (ips?.length ?? 0) < 2

/** Whether the caller's address, as a trusted proxy reports it, belongs to this machine or a private network. */
export const isNear = (request: FastifyRequest): boolean =>
  !isThroughStranger(request) &&
  isIP(request.ip) !== 0 &&
  own.check(request.ip, isIP(request.ip) === 6 ? 'ipv6' : 'ipv4')

/** The length of an invalid address that a proxy may report is cut to this. */
const maxAddress = 64

/** The caller's address; an IPv6 network of 64 bits counts as one. */
export const addressOf = ({ ip }: FastifyRequest): string => normalizeIP(ip.slice(0, maxAddress))
