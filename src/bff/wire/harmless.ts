/** Scripts in whose words letters are joined or parted by a sign without width. */
const joinedScripts = 'Arab Beng Deva Gujr Guru Khmr Knda Mlym Mong Mymr Orya Sinh Taml Telu Tibt'.split(' ')
const joined = String.raw`(?=[\p{L}\p{M}])[${joinedScripts.map((script) => String.raw`\p{Script=${script}}`).join('')}]`
/** What belongs to the text: 👨‍👩‍👧, می‌خواهم, and the letters inside a flag such as Scotland's. */
const kept = [
  String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]\u200D(?=\p{Extended_Pictographic})`,
  String.raw`${joined}[\u180E\u200C\u200D](?=${joined})`,
  String.raw`\u{1F3F4}[\u{E0020}-\u{E007F}]{1,7}`,
]
/** The class comes first: with the exceptions in front of it, each letter of a text would cost ten times as much. */
const hidden = new RegExp(
  String.raw`[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}](?<!${kept.join('|')})`,
  'gu',
)

/**
 * Text without what cannot be seen and changes how the rest is read: signs that turn the direction, and signs without
 * width. They make one name look like another, and an address like that of another place. Browsers show controls.
 */
export const harmless = (text: string): string => text.replaceAll(hidden, '')
