import type { Account } from './entities.ts'
import { failure, Refusal } from './voice.ts'

const triesAllowed = 5
const lockMs = 30 * 60_000

interface Tries {
  wrong: number
  lockedUntil: number
}

/** Mobile and password. Five wrong passwords in a row lock a mobile for half an hour, even for the right password. */
export function createLogin(accounts: () => readonly Account[], clock: () => number) {
  const tries = new Map<string, Tries>()

  const triesOf = (mobile: string): Tries => {
    const known = tries.get(mobile)
    return known && (known.lockedUntil === 0 || known.lockedUntil > clock()) ? known : { wrong: 0, lockedUntil: 0 }
  }

  /** How many tries are left. */
  function noteWrong(mobile: string): number {
    const wrong = triesOf(mobile).wrong + 1
    tries.set(mobile, { wrong, lockedUntil: wrong >= triesAllowed ? clock() + lockMs : 0 })
    return triesAllowed - wrong
  }

  const minutesUntil = (time: number) => Math.ceil((time - clock()) / 60_000)

  /** @throws Refusal with the vendor's message */
  function signIn(mobile: string, password: string): Account {
    const account = accounts().find((each) => each.mobile === mobile)
    if (!account) throw new Refusal(failure('用户不存在', { status: 7 }))
    const { lockedUntil } = triesOf(mobile)
    if (lockedUntil > clock())
      throw new Refusal(failure(`账号锁定中，请${minutesUntil(lockedUntil)}分钟后再登录`, { status: 6 }))
    if (password !== account.password)
      throw new Refusal(failure(`密码错误！你还剩${noteWrong(mobile)}次机会`, { status: 6 }))
    tries.delete(mobile)
    return account
  }

  return {
    signIn,
    failures: (mobile: string) => triesOf(mobile).wrong,
    unlock: (mobile?: string) => (mobile === undefined ? tries.clear() : void tries.delete(mobile)),
  }
}

export type Login = ReturnType<typeof createLogin>
