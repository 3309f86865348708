import type { CountDropped, DroppedKind } from '../../metrics/index.ts'
import type { LeftOutRow } from '../../store/store.ts'
import type { OrdersConfig } from './config.ts'
import { createAddresses, hostIn } from './hosts.ts'
import type { Look } from './map.ts'

/** Reads the addresses of one answer, and remembers which hosts are not listed. */
export interface OneLook extends Look {
  /** For the doctor: each host once. */
  rows(): LeftOutRow[]
}

export function createLooks(
  { linkHosts, imageHosts }: Pick<OrdersConfig, 'linkHosts' | 'imageHosts'>,
  dropped?: CountDropped,
): () => OneLook {
  const link = createAddresses(linkHosts)
  const picture = createAddresses(imageHosts)

  return () => {
    const hosts = new Map<string, LeftOutRow>()
    const judge = (read: typeof link, field: string, what: DroppedKind) => (address: string) => {
      const found = read(address)
      if (found !== null) return found
      const id = hostIn(address)
      hosts.set(`${field} ${id ?? ''}`, { id, field, subject: null, staffIds: [] })
      dropped?.(what)
      return null
    }
    return {
      link: judge(link, 'links.url', 'link_host'),
      picture: judge(picture, 'items.imageUrl', 'image_host'),
      rows: () => [...hosts.values()],
    }
  }
}
