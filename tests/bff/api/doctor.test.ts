import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/bff/config/config.ts'
import type { Finding, State } from '../../../src/bff/check.ts'
import type { Report } from '../../../src/bff/admin/doctor/index.ts'
import { openDoctor } from '../../../src/bff/commands/open-doctor.ts'
import { toTable } from '../../../src/bff/admin/doctor/table.ts'
import { startSimulators, type Simulators } from '../../../src/sandbox/vendors/simulators.ts'
import { freePort } from '../../support/free-port.ts'
import { startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
let folder: string
let environment: Record<string, string>
let simulators: Simulators
let bff: TestBff

/** Runs a doctor with these variables changed. On a new database unless one is given, so that no token is cached. */
async function examine(changed: Record<string, string> = {}, aheadMs = 0): Promise<Report> {
  const file = join(folder, `${randomBytes(6).toString('hex')}.db`)
  const config = readConfig({ ...environment, DATABASE_URL: `file:${file}`, ...changed })
  const { doctor, close } = await openDoctor({
    config,
    clock: clockOf(() => Date.now() + aheadMs),
    log: pino({ level: 'silent' }),
  })
  const report = await doctor()
  await close()
  return report
}

const find = ({ findings }: Report, id: string): Finding | undefined => findings.find((finding) => finding.id === id)
const idsOf = ({ findings }: Report, state: State) =>
  findings.filter((each) => each.state === state).map(({ id }) => id)
const failed = (says: RegExp, fix: RegExp) => ({
  state: 'fail',
  says: expect.stringMatching(says),
  fix: expect.stringMatching(fix),
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-doctor-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  simulators = await startSimulators({ publicOrigin: origin })
  environment = {
    ...simulators.environment,
    NODE_ENV: 'production',
    PUBLIC_ORIGIN: origin,
    SESSION_KEY: randomBytes(48).toString('base64'),
    DATABASE_URL: `file:${join(folder, 'shared.db')}`,
    WECOM_VERIFY_FILE: 'WW_verify_abc123.txt:abc123',
    APP_DIR: join(root, 'tests/fixtures/app'),
  }
  bff = await startBff({ environment, wecomUrl: simulators.vendors.wecom.url })
  await bff.sync()
  await bff.app.listen({ port, host: 'localhost' })
})

afterEach(() => {
  simulators.vendors.wecom.refuseWith(0)
  for (const vendor of Object.values(simulators.vendors)) vendor.fault = 'none'
})

afterAll(async () => {
  await bff.close()
  await simulators.close()
  await rm(folder, { recursive: true, force: true })
})

describe('an installation that is right', () => {
  it('has nothing to heed, and skips but what cannot be looked at', async () => {
    const report = await examine({ DATABASE_URL: environment['DATABASE_URL'] ?? '' })
    expect(idsOf(report, 'fail')).toEqual([])
    expect(idsOf(report, 'warn')).toEqual([])
    expect(idsOf(report, 'skipped')).toEqual(['origin', 'wecom-toolbar'])
    expect(report.counts.ok).toBe(report.findings.length - 2)
  })

  it('says that sources without variables are left out', async () => {
    const names = Object.keys(environment).filter((name) => /^(YOUMI|WAIQIN|TANMA|YUNZHONG)_/.test(name))
    const report = await examine(Object.fromEntries(names.map((name) => [name, ''])))
    expect(idsOf(report, 'fail')).toEqual([])
    expect(find(report, 'waiqin')).toMatchObject({ state: 'skipped', says: '没有接入', fix: null })
  })

  it('starts no mirror', async () => {
    const before = simulators.vendors.tanma.seen.length
    const report = await examine()
    expect(find(report, 'mirror-tanma')).toMatchObject({ state: 'warn', says: '群SOP：从来没有同步过' })
    expect(simulators.vendors.tanma.seen.length - before).toBe(1)
  })
})

describe('what WeCom refuses', () => {
  it('a wrong secret is named, and what needs it is skipped', async () => {
    const report = await examine({ WECOM_SECRET: 'not-the-secret' })
    expect(find(report, 'wecom-secret')).toMatchObject(failed(/^Secret 不对/, /Secret，填进 WECOM_SECRET/))
    expect(find(report, 'wecom-chats')).toMatchObject({ state: 'skipped', says: '等「客户联系接口」正常后再查' })
    expect(idsOf(report, 'fail')).toEqual(['wecom-secret'])
  })

  it('a wrong company is told from a wrong secret', async () => {
    const report = await examine({ WECOM_CORP_ID: 'wwnobody' })
    expect(find(report, 'wecom-secret')).toMatchObject(failed(/^企业 ID 不对/, /WECOM_CORP_ID/))
  })

  it.each([
    ['', 'wecom-secret'],
    ['agent/', 'wecom-ip'],
    ['externalcontact/', 'wecom-contacts'],
  ])('an address that is not trusted is shown as WeCom saw it, whichever call tells: /%s', async (path, id) => {
    simulators.vendors.wecom.refuseWith(60020, path)
    const wrong = failed(/127\.0\.0\.1 不在企业可信IP/, /企业可信IP：加上 127\.0\.0\.1/)
    expect(find(await examine(), id)).toMatchObject(wrong)
  })

  it('an AgentId of another app is named', async () => {
    const report = await examine({ WECOM_AGENT_ID: '1' })
    expect(find(report, 'wecom-ip')).toMatchObject({ state: 'ok' })
    expect(find(report, 'wecom-app')).toMatchObject(failed(/^AgentId 和 Secret 不是同一个应用/, /WECOM_AGENT_ID/))
  })

  it('an app that may not call names the list of the console', async () => {
    simulators.vendors.wecom.refuseWith(48002, 'externalcontact/')
    const report = await examine()
    expect(find(report, 'wecom-contacts')).toMatchObject(failed(/可调用接口的应用/, /客户联系 → 可调用接口的应用/))
    expect(idsOf(report, 'fail')).toEqual(['wecom-contacts'])
  })

  it('members without the right of customer contact name its scope', async () => {
    simulators.vendors.wecom.refuseWith(84074, 'externalcontact/groupchat')
    expect(find(await examine(), 'wecom-chats')).toMatchObject(failed(/没有客户联系的权限/, /客户联系 → 使用范围/))
  })

  it('a code that nobody listed is told by its number', async () => {
    simulators.vendors.wecom.refuseWith(43001, 'ticket/')
    expect(find(await examine(), 'wecom-ticket')).toMatchObject(failed(/errcode 43001/, /query\?e=43001$/))
  })

  it('a trusted domain that is another one is a warning, since one app may have several', async () => {
    const report = await examine({ PUBLIC_ORIGIN: 'https://desk.invalid' })
    expect(find(report, 'wecom-domain')).toMatchObject({ state: 'warn', says: expect.stringContaining('desk.invalid') })
    expect(find(report, 'reach')).toMatchObject({ state: 'warn', says: expect.stringContaining('从本机打不开') })
    expect(find(report, 'verify-file')).toMatchObject({ state: 'skipped' })
  })
})

describe('who is who at 勤策', () => {
  const known = () => ({ DATABASE_URL: environment['DATABASE_URL'] ?? '' })
  const staffOf = async (changed: Record<string, string>) => find(await examine(changed), 'waiqin-staff')

  it('is shown by three matches where source_codes are userids, of people whom WeCom knows', async () => {
    const found = await staffOf(known())
    expect(found?.state).toBe('ok')
    expect(found?.says.match(/\w+（\S+?） → [^，；]+/g)).toEqual([
      'hejing（何静） → 何静',
      'linxiaomei（林晓梅） → 林晓梅',
      'zhouwei（周伟） → 周伟',
    ])
    expect(await staffOf({})).toMatchObject({
      state: 'warn',
      says: expect.stringContaining('没有看到和企业微信 userid 一样的'),
    })
  })

  it('is to be said where there is neither that rule nor an import', async () => {
    const unruled = { ...known(), WAIQIN_STAFF_ID: '' }
    const fix = expect.stringMatching(/npm run links -- import.*WAIQIN_STAFF_ID=source_code/)
    expect(await staffOf(unruled)).toMatchObject({ state: 'warn', fix })
    await bff.store.links.importRows(
      [{ subject: 'staff', wecomId: 'hejing', source: 'waiqin', sourceId: '1' }],
      'import',
      Date.now(),
    )
    expect(await staffOf(unruled)).toMatchObject({ state: 'ok', says: expect.stringContaining('导入了 1 人') })
  })
})

describe('what a vendor refuses', () => {
  it('友米: a wrong client secret', async () => {
    const report = await examine({ YOUMI_CLIENT_SECRET: 'wrong' })
    expect(find(report, 'youmi')).toMatchObject(failed(/client_secret 不对/, /YOUMI_CLIENT_SECRET/))
    expect(idsOf(report, 'fail')).toEqual(['youmi'])
  })

  it('勤策: a wrong key, which it does not tell from its other reasons', async () => {
    const report = await examine({ WAIQIN_APP_KEY: 'wrong' })
    expect(find(report, 'waiqin')).toMatchObject(failed(/签名被拒绝.*不说是哪一种/, /API管理.*WAIQIN_APP_KEY/))
    expect(idsOf(report, 'fail')).toEqual(['waiqin'])
  })

  it('探马: a wrong key', async () => {
    const report = await examine({ TANMA_APP_KEY: 'wrong' })
    expect(find(report, 'tanma')).toMatchObject(failed(/^签名错误/, /TANMA_APP_KEY/))
    expect(idsOf(report, 'fail')).toEqual(['tanma'])
  })

  it('芸众: a number that is no shop of its', async () => {
    const wrong = failed(/不认识这个公众号编号/, /核对 YUNZHONG_UNIACID/)
    expect(find(await examine({ YUNZHONG_UNIACID: '7' }), 'yunzhong')).toMatchObject(wrong)
  })

  it('芸众: a wrong password, also when no more tries are left', async () => {
    const database = { DATABASE_URL: `file:${join(folder, 'tries.db')}`, YUNZHONG_SERVICE_PASSWORD: 'wrong' }
    const wrong = failed(/密码不对/, /YUNZHONG_SERVICE_PASSWORD/)
    const reports = [await examine(database), await examine(database)]
    for (const report of reports) {
      expect(find(report, 'yunzhong')).toMatchObject({ state: 'ok' })
      expect(find(report, 'yunzhong-service')).toMatchObject(wrong)
    }
    const spent = find(await examine(database), 'yunzhong-service')
    expect(spent).toMatchObject(failed(/半小时内已登录过两次.*密码不对/, /半小时后再查/))
  })

  it.each([
    ['youmi', 'YOUMI_API_URL'],
    ['waiqin', 'WAIQIN_API_URL'],
    ['tanma', 'TANMA_API_URL'],
    ['yunzhong', 'YUNZHONG_API_URL'],
  ])('%s: nobody at its address', async (id, name) => {
    const report = await examine({ [name]: `http://127.0.0.1:${await freePort()}` })
    expect(find(report, id)).toMatchObject(failed(/^连不上.*ECONNREFUSED/, new RegExp(`${name}.*防火墙`)))
  })

  it('a page instead of an answer names the address', async () => {
    simulators.vendors.tanma.fault = 'garbage'
    expect(find(await examine(), 'tanma')).toMatchObject(failed(/网页|文档/, /检查 TANMA_API_URL/))
  })

  it('a vendor that is slow is waited for no longer than told', async () => {
    simulators.vendors.tanma.fault = 'slow'
    simulators.vendors.tanma.slowMs = 60_000
    const report = await examine({ TANMA_POLICY: 'timeoutMs=200,retries=0' })
    expect(find(report, 'tanma')).toMatchObject(failed(/没有回答/, /网络/))
  })
})

describe('what is wrong here', () => {
  it('a clock that is ten minutes fast is named beside what 探马 refuses for it', async () => {
    const report = await examine({}, 600_000)
    expect(find(report, 'clock')).toMatchObject(failed(/比企业微信快 (59|60)\d 秒/, /NTP/))
    expect(find(report, 'tanma')).toMatchObject(failed(/时间相差太大/, /NTP/))
  })

  it('a database that cannot be opened is named, and the vendors are examined all the same', async () => {
    const file = join(folder, 'text.db')
    await writeFile(file, 'this is no database, however long one looks at it. '.repeat(100))
    const report = await examine({ DATABASE_URL: `file:${file}` })
    expect(find(report, 'store')).toMatchObject(failed(/打不开：.*SQLITE_NOTADB/, /DATABASE_URL/))
    expect(find(report, 'tanma')).toMatchObject({ state: 'ok' })
    expect(find(report, 'yunzhong-service')).toMatchObject({ state: 'skipped', says: '等「数据库」正常后再查' })
    expect(idsOf(report, 'fail')).toEqual(['store'])
  })

  it('a mirror that fails says since when, and why', async () => {
    const others = Object.keys(environment).filter((name) => /^(YOUMI|WAIQIN|YUNZHONG)_/.test(name))
    const changed = {
      DATABASE_URL: `file:${join(folder, 'failing.db')}`,
      ...Object.fromEntries(others.map((name) => [name, ''])),
    }
    simulators.vendors.tanma.fault = 'refusing'
    const failing = await startBff({ environment: { ...environment, ...changed }, wecomUrl: '' })
    await failing.sync()
    const report = await examine(changed)
    await failing.close()
    expect(find(report, 'mirror-tanma')).toMatchObject(failed(/群SOP：还没有同步完一轮.*被拒绝/, /日志/))
  })

  it.each([
    ['SESSION_KEY', 'change-me-to-something-else-3f9Kq27Zx', 'session-key', 'warn'],
    ['NODE_ENV', '', 'mode', 'warn'],
    ['APP_DIR', '/nowhere', 'page', 'fail'],
    ['PUBLIC_ORIGIN', 'https://10.1.2.3', 'origin', 'fail'],
    ['WECOM_VERIFY_FILE', 'WW_verify_abc123.txt:other', 'verify-file', 'fail'],
    ['WECOM_CALLBACK_TOKEN', 'anotherToken', 'callback', 'fail'],
  ])('%s=%s', async (name, value, id, state) => {
    expect(find(await examine({ [name]: value }), id)).toMatchObject({ state, fix: expect.any(String) })
  })

  it.each([
    ['SESSION_KEY', 'a'.repeat(40), 'session-key', 'warn'],
    ['PUBLIC_ORIGIN', 'http://desk.invalid', 'origin', 'fail'],
  ])('%s=%s, with which production does not start', async (name, value, id, state) => {
    expect(find(await examine({ NODE_ENV: '', [name]: value }), id)).toMatchObject({ state, fix: expect.any(String) })
  })

  it.each([
    ['a database on the network in the clear', 'postgres://desk:secret@db.invalid/desk?sslmode=disable', 'warn'],
    ['one that may be anybody', 'postgres://desk:secret@db.invalid/desk?sslmode=require', 'warn'],
    ['one whose certificate is checked', 'postgres://desk:secret@db.invalid/desk', 'ok'],
  ])('%s', async (_what, DATABASE_URL, state) => {
    const finding = find(await examine({ DATABASE_URL }), 'database-tls')
    expect(finding).toMatchObject({ state })
    expect(JSON.stringify(finding)).not.toContain('secret')
  })

  it('a database that other users of the machine may read', async () => {
    const shared = join(folder, 'shared')
    await mkdir(shared)
    await chmod(shared, 0o755)
    const report = await examine({ DATABASE_URL: `file:${join(shared, 'desk.db')}` })
    expect(find(report, 'database-files')).toMatchObject({ state: 'warn', says: expect.stringContaining(shared) })
    expect((await stat(shared)).mode & 0o777).toBe(0o755)
  })
})

describe('the command', () => {
  async function command(changed: Record<string, string>) {
    const env = { PATH: process.env['PATH'] ?? '', ...environment, ...changed }
    const child = spawn(process.execPath, ['dist/bff/doctor.js'], { cwd: root, env })
    const [[code], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
    return { code: code as number, out, err }
  }

  it('prints the report, and exits with 0 where nothing has failed', async () => {
    const { code, out, err } = await command({})
    expect(err).toBe('')
    expect(out).toMatch(/^侧边台\n  正常  运行方式 +NODE_ENV 是 production\n/)
    expect(out).toContain('一切正常：')
    expect(code).toBe(0)
  })

  it('exits with 1 where something has', async () => {
    const { code, out } = await command({ TANMA_APP_KEY: 'wrong' })
    expect(out).toMatch(/故障 {2}签名和群SOP 接口 +签名错误.*\n +→ 向探马核对/)
    expect(code).toBe(1)
  })

  it('says one line per fault of the configuration, as the start does', async () => {
    const { code, out, err } = await command({ WECOM_SECRET: '', PORT: 'zzq' })
    expect([code, out]).toEqual([1, ''])
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).toEqual(['PORT', 'WECOM_SECRET'])
  })
})

it('tells no secret, whatever is wrong', async () => {
  const names = [
    'WECOM_SECRET',
    'YOUMI_CLIENT_SECRET',
    'WAIQIN_APP_KEY',
    'TANMA_APP_KEY',
    'YUNZHONG_SERVICE_PASSWORD',
    'SESSION_KEY',
  ]
  const wrong = Object.fromEntries(names.map((name) => [name, `${name.toLowerCase()}-0a1b2c3d4e5f-0a1b2c3d4e5f`]))
  const told = [await examine(), await examine(wrong)].map(toTable).join('\n')
  for (const name of [...names, 'WECOM_CALLBACK_TOKEN', 'WECOM_CALLBACK_AES_KEY', 'WAIQIN_OPENID']) {
    expect(told).not.toContain(environment[name])
    if (wrong[name]) expect(told).not.toContain(wrong[name])
  }
})
