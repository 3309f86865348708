import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { platform } from 'node:process'

export const run = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'inherit' }).status === 0

/** Only root may install Debian's packages. */
export const isDebianRoot = (): boolean =>
  platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0

export const installDebian = (...packages: string[]): boolean =>
  run('apt-get', 'update', '-q') && run('apt-get', 'install', '-qy', '--no-install-recommends', ...packages)
