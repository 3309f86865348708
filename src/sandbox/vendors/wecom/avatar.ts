import { membersOf } from '../../world/members.ts'
import type { World } from '../../world/world.ts'

const colours = ['#5b8ff9', '#5ad8a6', '#f6a64a', '#e8684a', '#6dc8ec', '#9270ca', '#4ba3a5', '#f08bb4']

/** The path of a person's or group's picture on the public origin. */
export const avatarPath = (id: string) => `/sandbox/avatar/${encodeURIComponent(id)}.svg`

function colourOf(id: string): string {
  const sum = [...id].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7)
  return colours[sum % colours.length] ?? '#5b8ff9'
}

function namesOf(world: World, id: string): { id: string; name: string }[] {
  const chat = world.chats.find((each) => each.chatId === id)
  if (chat) return chat.members.slice(0, 4)
  const staff = membersOf(world).find((each) => each.userid === id)
  const contact = world.contacts.find((each) => each.externalUserId === id)
  return [{ id, name: staff?.name ?? contact?.name ?? '外' }]
}

function tile({ id, name }: { id: string; name: string }, x: number, y: number, size: number): string {
  const letter = [...name].find((each) => /\p{L}|\p{N}/u.test(each)) ?? '·'
  const text = `<text x="${x + size / 2}" y="${y + size / 2}" dy=".36em" font-size="${size * 0.46}">${letter}</text>`
  return `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${colourOf(id)}"/>${text}`
}

/** The first letter on a colour derived from the name; a group shows its first members' letters. */
export function avatarOf(world: World, id: string): string {
  const people = namesOf(world, id)
  const tiles = people.map((person, at) =>
    people.length === 1 ? tile(person, 0, 0, 80) : tile(person, 2 + (at % 2) * 39, 2 + Math.floor(at / 2) * 39, 37),
  )
  const style = 'fill="#fff" text-anchor="middle" font-family="system-ui,sans-serif"'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80" width="80" height="80"><rect width="80" height="80" fill="#dfe3ea"/><g ${style}>${tiles.join('')}</g></svg>`
}
