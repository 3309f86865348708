import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Origins {
  sidedesk: string
  /** Another origin than the panel's and the sidebar's. */
  third: string
}

/** A page that runs one of the scripts and lists what happened to it. */
export const badPage = (script: string, { sidedesk, third }: Origins): string => `<!doctype html>
<html lang="zh-CN" data-sidedesk="${sidedesk}" data-third="${third}">
<meta charset="utf-8">
<title>坏页面</title>
<h1>坏页面：${script}</h1>
<ul></ul>
<script type="module" src="/pages/${script}.js"></script>
`

/** A script of the folder `pages`; null if there is none of this name. */
export async function scriptAt(root: string, name: string): Promise<string | null> {
  if (!/^[\w-]+\.js$/.test(name)) return null
  return readFile(join(root, 'src/sandbox/panels/pages', name), 'utf8').catch(() => null)
}
