/** The engine and client parts of user agents that real installations send. */
const clients = {
  'windows-4.1.36': { engine: 'Chrome/129.0.6668.101 Safari/537.36', wxwork: '4.1.36', wwmver: '3.26.36.6008' },
  'windows-5.0.11': { engine: 'Chrome/107.0.5304.110 Safari/537.36', wxwork: '5.0.11', wwmver: '3.26.511.6018' },
  // Too old for agentConfig (which needs 3.0.24) and for the page's build target.
  'windows-3.0.16': { engine: 'Chrome/53.0.2785.116 Safari/537.36', wxwork: '3.0.16', wwmver: '3.26.16.1006' },
} as const

export type ClientVersion = keyof typeof clients
export const clientVersions = ['windows-4.1.36', 'windows-5.0.11', 'windows-3.0.16'] as const satisfies ClientVersion[]

/** The user agent that this desktop client's WebView sends. */
export function userAgentOf(version: ClientVersion, isDark: boolean): string {
  const { engine, wxwork, wwmver } = clients[version]
  const tokens = `wxwork/${wxwork} (MicroMessenger/6.2) WindowsWechat MailPlugin_Electron WeMail embeddisk`
  const scheme = isDark ? 'Dark' : 'Light'
  return `Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) ${engine} ${tokens} wwmver/${wwmver} Language/zh ColorScheme/${scheme}`
}
