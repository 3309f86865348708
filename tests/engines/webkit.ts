import { spawnSync } from 'node:child_process'
import { installDebian, isDebianRoot } from '../e2e/debian.ts'
import { Absent } from './absent.ts'

const driver = 'WebKitWebDriver'
const packages = ['webkit2gtk-driver', 'xvfb', 'xauth', 'fonts-noto-cjk']

const missing = () => [driver, 'xvfb-run', 'xauth'].filter((command) => spawnSync('which', [command]).status !== 0)

/** The command that drives WebKitGTK; what it needs is installed where that is allowed. @throws Absent */
export function prepareWebKit(): string {
  if (missing().length > 0 && isDebianRoot()) installDebian(...packages)
  const still = missing()
  if (still.length === 0) return driver
  const remedy = `as root on Debian: apt-get install ${packages.join(' ')}`
  throw new Absent(`no ${still.join(', no ')} here, and it could not be installed (${remedy})`)
}
