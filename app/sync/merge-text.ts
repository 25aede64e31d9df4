import { diff3Merge } from 'node-diff3';

/** Above this many words in a contested stretch, a word-by-word merge reads badly and costs too much. */
const MAX_CONTESTED_WORDS = 2000;

export interface TextMerge {
  text: string;
  /** True where both sides rewrote the same words; the text then has mine there. */
  clash: boolean;
}

/**
 * Three-way merge of prose: by lines first, then by words inside the stretches both sides touched.
 * Two insertions at the same place are both kept, theirs first.
 */
export function mergeText(base: string, mine: string, theirs: string): TextMerge {
  return mergeTokens(lines(base), lines(mine), lines(theirs), (b, m, t) => {
    if (b.length + m.length + t.length > MAX_CONTESTED_WORDS) return { text: m, clash: true };
    return mergeTokens(words(b), words(m), words(t), (_base, contested) => ({ text: contested, clash: true }));
  });
}

type Settle = (base: string, mine: string, theirs: string) => TextMerge;

function mergeTokens(base: string[], mine: string[], theirs: string[], settle: Settle): TextMerge {
  let text = '';
  let clash = false;
  for (const region of diff3Merge(mine, base, theirs, { excludeFalseConflicts: true })) {
    if (region.ok) {
      text += region.ok.join('');
      continue;
    }
    if (!region.conflict) continue;
    const settled = settleRegion(
      region.conflict.o.join(''),
      region.conflict.a.join(''),
      region.conflict.b.join(''),
      settle,
    );
    text += settled.text;
    clash ||= settled.clash;
  }
  return { text, clash };
}

function settleRegion(base: string, mine: string, theirs: string, settle: Settle): TextMerge {
  if (base === '') return { text: withLineBreak(theirs) + mine, clash: false };
  return settle(base, mine, theirs);
}

/** The last line of a text has no break; another insertion that follows it needs one. */
function withLineBreak(text: string): string {
  return text === '' || /\s$/.test(text) ? text : `${text}\n`;
}

function lines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\s)(?=\S)/);
}
