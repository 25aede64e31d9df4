import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(path.join(import.meta.dirname, '../../../renderer/styles/tokens.css'), 'utf8');

function tokensOf(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('\n}')[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

const light = tokensOf(':root');
const dark = { ...light, ...tokensOf(":root[data-theme='dark']") };

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2, 1.4.3 */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const texts: [text: string, grounds: string[]][] = [
  ['ink', ['surface', 'canvas', 'raised', 'hover', 'pressed', 'selected']],
  ['ink-2', ['surface', 'canvas', 'raised', 'hover', 'pressed', 'selected', 'accent-soft']],
  ['ink-3', ['surface', 'canvas', 'raised', 'hover', 'selected']],
  ['accent', ['surface', 'raised', 'selected', 'accent-soft', 'hover']],
  ['good', ['canvas', 'good-soft', 'surface']],
  ['wait', ['surface', 'raised', 'wait-soft', 'selected', 'hover']],
  ['danger', ['surface', 'raised', 'danger-soft', 'selected', 'hover']],
  ['offline', ['offline-soft']],
  ['on-accent', ['accent-fill', 'accent-fill-hover']],
  ['on-danger', ['danger-fill', 'danger-fill-hover']],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme', (_name, tokens) => {
  test.each(texts.flatMap(([text, grounds]) => grounds.map((ground): [string, string] => [text, ground])))(
    '%s is readable on %s',
    (text, ground) => {
      expect(contrast(tokens[text] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(['surface', 'raised', 'canvas'])('the border of a control is visible on %s', (ground) => {
    expect(contrast(tokens['control-line'] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});
