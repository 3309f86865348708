import { computed, ref, shallowRef } from 'vue'
import { control, type QikeliaoState } from './control.ts'

/** The simulated 企客聊: who is signed in, which friend's chat is open, and what its sidebar shows. */
export function useQikeliao() {
  const state = shallowRef<QikeliaoState | null>(null)
  const user = ref('')
  const friendId = ref('')
  /** How the next address differs from a right one. */
  const quirk = ref('none')
  const error = ref('')
  /** Of the page in the sidebar; another number makes a page of its own of the same address. */
  const opened = shallowRef<{ url: string; number: number } | null>(null)
  const friend = computed(() => state.value?.friends.find((each) => each.friendId === friendId.value) ?? null)

  async function attempt(run: () => Promise<void>): Promise<void> {
    try {
      await run()
      error.value = ''
    } catch {
      error.value = '模拟器没有回应，看终端里的输出'
    }
  }

  const start = () =>
    attempt(async () => {
      state.value = await control.qikeliao()
      user.value ||= state.value.people[0]?.user ?? ''
      friendId.value ||= state.value.friends[0]?.friendId ?? ''
    })

  /** What a click on the hidden phone, the WeChat number or the fixed button does. */
  const open = () =>
    attempt(async () => {
      const opening = { user: user.value, friendId: friendId.value, quirk: quirk.value }
      const { url } = await control.openInQikeliao(opening)
      opened.value = { url, number: (opened.value?.number ?? 0) + 1 }
    })

  /** Another chat, or another person: the page of the former goes. */
  function choose(next: { user?: string; friendId?: string }): void {
    user.value = next.user ?? user.value
    friendId.value = next.friendId ?? friendId.value
    opened.value = null
  }

  return { state, user, friendId, friend, quirk, error, opened, start, open, choose }
}

export type Qikeliao = ReturnType<typeof useQikeliao>
