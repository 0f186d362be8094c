/** What the command palette can reach. */
export interface PaletteItem {
  id: string;
  title: string;
  group: string;
  /** Other words somebody may type for it. */
  keywords?: string;
  /** Why it can't be done now; it is listed all the same. */
  disabled?: string | undefined;
}

/** The items that match every word, best first; the given order decides between equals. Without words: all, as given. */
export function rankItems<T extends PaletteItem>(items: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items
    .map((item, index) => ({ item, index, score: scoreItem(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}

function scoreItem(item: PaletteItem, words: readonly string[]): number {
  const title = item.title.toLowerCase();
  const rest = `${item.group} ${item.keywords ?? ''}`.toLowerCase();
  let sum = title.startsWith(words.join(' ')) ? 20 : 0;
  for (const word of words) {
    const score = Math.max(scoreWord(title, word), scoreWord(rest, word) / 2);
    if (score === 0) return 0;
    sum += score;
  }
  return item.disabled === undefined ? sum : sum / 4;
}

/** Start of a word, then anywhere, then as an abbreviation. */
function scoreWord(text: string, word: string): number {
  if (new RegExp(`(?:^|\\W)${escapeRegExp(word)}`).test(text)) return 10;
  if (text.includes(word)) return 6;
  return isAbbreviation(text, word) ? 3 : 0;
}

/** Its letters in order, each at the start of a word or right after the one before: `bun` finds "Back up now". */
function isAbbreviation(text: string, word: string): boolean {
  if (word.length < 2) return false;
  const pattern = Array.from(word, escapeRegExp).join('(?:|.*?\\b)');
  return new RegExp(`\\b${pattern}`).test(text);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
