import { describe, expect, it } from 'vitest'
import { readEnvelope } from '../../../../src/bff/sources/yunzhong/envelope.ts'
import { loginRefusal } from '../../../../src/bff/sources/yunzhong/login-refusal.ts'

const refusalOf = (msg: unknown, data: unknown = []) => loginRefusal(readEnvelope({ result: 0, msg, data }, 'login'))

describe('a refused login', () => {
  it.each([
    ['密码错误！你还剩2次机会', 2],
    ['密码错误,您还有 3 次机会', 3],
    ['密码错误，还可以尝试两次', 2],
    ['密码不正确，剩余尝试次数：４', 4],
    ['密码错误，再错1次账号将锁定30分钟', 1],
    ['密码输入有误，再输错2次将被锁定一小时', 2],
    ['密码错误，连续输错超过5次将锁定账号', undefined],
    ['密码错误，次数过多将锁定账号30分钟', undefined],
    ['手机号或密码错误', undefined],
    ['用户不存在', undefined],
    ['平台用户不存在', undefined],
    ['该手机号未注册', undefined],
  ])('that says %s is a wrong password, with what it says of tries', (msg, triesLeft) => {
    expect(refusalOf(msg, { status: 6 })).toMatchObject({ code: 'wrong_password', triesLeft })
  })

  it.each([
    ['账号锁定中，请12分钟后再登录', 720],
    ['密码错误次数过多,账号已锁定,请30分钟后再试', 1800],
    ['密码错误次数过多，账号将锁定30分钟', 1800],
    ['30分钟内错误5次，账号已被锁定1小时', 3600],
    ['账号已锁定30分钟，剩余 8 分 30 秒', 510],
    ['账号锁定30分钟，请５分钟后再试', 300],
    ['账号被锁定，请1小时20分钟后再试', 4800],
    ['登录过于频繁，请90秒后重试', 90],
    ['账号已锁定，请半小时后再试', 1800],
    ['账号已锁定，请两个小时后再试', 7200],
    ['密码错误次数过多，请四十五分钟后再来', 2700],
    ['密码错误！你还剩0次机会', 1800],
    ['账号已锁定', 1800],
  ])('that says %s is a lock of %i seconds', (msg, retryAfterSeconds) => {
    expect(refusalOf(msg, { status: 6 })).toMatchObject({ code: 'account_locked', retryAfterSeconds })
  })

  it.each([
    ['无此公众号', { login_status: -2 }, 'platform_unknown'],
    ['出错了', { login_status: -2 }, 'platform_unknown'],
    ['出错了', { status: -2 }, 'platform_unknown'],
    ['公众号不存在', [], 'platform_unknown'],
    ['黑名单用户，请联系管理员', { login_status: -1 }, 'account_blacklisted'],
    ['请登录', { login_status: -1 }, 'account_blacklisted'],
    ['您已被列入黑名单', [], 'account_blacklisted'],
    ['该账号已被禁用', [], 'account_disabled'],
    ['该员工已离职', [], 'account_disabled'],
    ['账号已冻结，请联系管理员', [], 'account_disabled'],
    ['会员已停用', [], 'account_disabled'],
    ['平台用户已过期，请续费', [], 'account_expired'],
    ['您的账号已到期', [], 'account_expired'],
    ['未开启手机号登录', [], 'mobile_login_off'],
    ['商城没有开启手机登录', [], 'mobile_login_off'],
    ['手机号密码登录已关闭', [], 'mobile_login_off'],
    ['请完成滑块验证', [], 'login_refused'],
    ['站点已关闭', { status: -1 }, 'login_refused'],
    ['', [], 'login_refused'],
    [{ text: '密码错误' }, null, 'login_refused'],
  ] as const)('that says %j with %j is %s', (msg, data, code) => {
    const { code: told, triesLeft, retryAfterSeconds } = refusalOf(msg, data)
    expect({ told, triesLeft, retryAfterSeconds }).toEqual({ told: code })
  })

  it('never waits for weeks', () => {
    expect(refusalOf('账号已锁定，请999999天后再试').retryAfterSeconds).toBe(7 * 86_400)
  })
})
