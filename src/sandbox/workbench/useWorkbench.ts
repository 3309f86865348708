import { computed, onMounted, onUnmounted, reactive, ref, shallowRef, watch } from 'vue'
import { control, type ControlState, type Conversation } from './control.ts'
import type { HostState } from './host.ts'
import { useDrafts } from './useDrafts.ts'
import { usePresets } from './usePresets.ts'
import { appPage, qikeliaoPage, readSettings, writeSettings } from './settings.ts'

/** Pause before retrying when the sandbox does not answer because it is still starting. */
const againMs = 1000

const naturalEntry = { contact: 'single_chat_tools', group: 'group_chat_tools', colleague: 'normal' } as const

const isPage = (chat: string) => chat === appPage || chat === qikeliaoPage

/** The simulated client: its settings, which are kept in the address, and the world as the control API reports it. */
export function useWorkbench() {
  const settings = reactive(readSettings(window.location.hash))
  const state = shallowRef<ControlState | null>(null)
  const error = ref('')
  /** The sidebar's page is reloaded whenever this changes. */
  const page = ref(0)
  const calls = ref<string[]>([])
  const drafts = useDrafts()
  /** The address that the page had opened in the system's browser last. */
  const browsed = ref('')
  let asked = 0
  let again = 0

  const named = computed(() =>
    state.value?.conversations.find(({ id, targetId }) => id === settings.chat || targetId === settings.chat),
  )
  const conversation = computed<Conversation | null>(() =>
    isPage(settings.chat) ? null : (named.value ?? state.value?.conversations[0] ?? null),
  )
  const notice = computed(() => {
    const isLost = state.value && settings.chat && !isPage(settings.chat) && !named.value
    return error.value || (isLost ? '这个人没有地址里的那个会话' : '')
  })
  const entry = computed<HostState['entry']>(() => {
    if (settings.entry !== 'auto') return settings.entry
    return conversation.value ? naturalEntry[conversation.value.kind] : 'normal'
  })
  /** The client offers no customer sidebar in a chat between colleagues. */
  const hasSidebar = computed(() => settings.entry !== 'auto' || conversation.value?.kind !== 'colleague')
  const host = computed<HostState>(() => ({
    entry: entry.value,
    conversation: conversation.value,
    faultOf: (name) => Object.entries(settings.callFaults).find(([call]) => call === name)?.[1] ?? 'none',
  }))

  function reload(): void {
    calls.value = []
    page.value += 1
  }

  function noteCall(name: string, result: { err_msg: string } | null): void {
    calls.value = [...calls.value, result ? result.err_msg : `${name} …`].slice(-8)
  }

  /** Runs one call of the control API; only the latest call's answer is used. */
  async function change(run: () => Promise<ControlState>, shouldReload = false): Promise<void> {
    asked += 1
    const mine = asked
    window.clearTimeout(again)
    try {
      const answer = await run()
      if (mine !== asked) return
      state.value = answer
      error.value = ''
      if (shouldReload) reload()
    } catch {
      if (mine !== asked) return
      error.value = '模拟器没有回应，正在重连；一直不行就看终端里的输出'
      again = window.setTimeout(signIn, againMs)
    }
  }

  function tellClient(shouldReload: boolean): Promise<void> {
    return change(async () => {
      const known = state.value ?? (await control.state())
      const { version, isDark, isOffline, bridge } = settings
      const { versions, bridges } = known.choices
      return control.setClient({
        user: known.people.some(({ userid }) => userid === settings.user) ? settings.user : known.user,
        version: versions.includes(version) ? version : (versions[0] ?? ''),
        isDark,
        isOffline,
        bridge: bridges.includes(bridge) ? bridge : 'ready',
      })
    }, shouldReload)
  }

  const signIn = () => tellClient(true)

  async function applyVendorFaults(): Promise<void> {
    for (const [vendor, fault] of Object.entries(settings.vendorFaults)) await setFault(vendor, fault)
  }

  async function converse(targetId: string): Promise<boolean> {
    await change(() => control.converse(targetId))
    return state.value?.conversations.some((each) => each.targetId === targetId) ?? false
  }

  const setFault = (vendor: string, fault: string) => change(() => control.setFault(vendor, fault))
  const reset = () => {
    drafts.clear()
    return change(control.reset, true)
  }
  const presets = usePresets({ settings, state, setFault, reopen: signIn })
  const expireTokens = () => change(control.expireTokens)
  const act = (name: string, args: string[]) =>
    change(async () => {
      await control.act(name, args)
      return control.state()
    })
  const actInOrders = async (name: string, externalUserId: string) =>
    (await control.actInOrders(name, externalUserId)).result
  const expireYunzhong = () => control.expireYunzhong()

  function setUser(userid: string): void {
    Object.assign(settings, { user: userid, chat: '' })
  }

  function followAddress(): void {
    Object.assign(settings, readSettings(window.location.hash))
    void applyVendorFaults()
  }

  watch(() => [settings.user, settings.version, settings.isDark, settings.bridge], signIn)
  // The page is open, and loses its network.
  watch(
    () => settings.isOffline,
    () => tellClient(false),
  )
  // `sendChatMessage` is called long after the page was opened, so changing its fault need not reload the page.
  const loadFaults = () => JSON.stringify({ ...settings.callFaults, sendChatMessage: 'none' })
  watch([() => settings.entry, loadFaults], reload)
  watch(settings, () => window.history.replaceState(null, '', writeSettings(settings)))

  onMounted(async () => {
    window.addEventListener('hashchange', followAddress)
    await applyVendorFaults()
    await signIn()
  })
  onUnmounted(() => {
    window.clearTimeout(again)
    window.removeEventListener('hashchange', followAddress)
  })

  return {
    settings,
    state,
    notice,
    page,
    calls,
    conversation,
    hasSidebar,
    host,
    drafts,
    presets,
    reload,
    noteCall,
    converse,
    browsed,
    setFault,
    setUser,
    act,
    actInOrders,
    expireTokens,
    expireYunzhong,
    reset,
  }
}

export type Workbench = ReturnType<typeof useWorkbench>
