import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { FileRefused, readFile, type FileContent } from './read-file.ts'

/** The chosen file. It is kept while another view is open, so that somebody can be looked up among the people. */
export const useImportFile = defineStore('import-file', () => {
  const name = shallowRef<string | null>(null)
  const content = shallowRef<FileContent | null>(null)
  /** Whether people who are not in the file lose their ids. */
  const isWhole = shallowRef(false)
  const refusal = shallowRef<string | null>(null)

  async function choose(file: File): Promise<boolean> {
    refusal.value = null
    try {
      content.value = await readFile(file)
      name.value = file.name
      return true
    } catch (failure) {
      refusal.value = failure instanceof FileRefused ? failure.message : '这个文件读不出来，请再选一次'
      return false
    }
  }

  function clear(): void {
    name.value = content.value = refusal.value = null
    isWhole.value = false
  }

  return { name, content, isWhole, refusal, choose, clear }
})
