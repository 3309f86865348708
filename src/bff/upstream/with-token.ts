import type { SharedToken } from './shared-token.ts'

/** Works with the token; when the vendor says that it has expired, once more with a new one. A second refusal is the answer. */
export async function withToken<T>(
  { token, isSpent, signal }: { token: SharedToken; isSpent(error: unknown): boolean; signal: AbortSignal },
  work: (value: string) => Promise<T>,
): Promise<T> {
  const first = await token.get(signal)
  try {
    return await work(first)
  } catch (error) {
    if (!isSpent(error)) throw error
    await token.drop(first)
    return work(await token.get(signal))
  }
}
