/**
 * Switches of Chromium and Electron that would open the running app to other programs or weaken its connections. A
 * proxy is set in the system, which Chromium follows.
 */
const REFUSED = [
  /^remote-debugging-/,
  /^remote-allow-origins$/,
  /^inspect(-|$)/,
  /^js-flags$/,
  /^load-extension$/,
  /^disable-extensions-except$/,
  /^proxy-/,
  /^host-(resolver-)?rules$/,
  /^ignore-certificate-errors/,
  /^allow-insecure-localhost$/,
  /^disable-web-security$/,
  /^allow-running-insecure-content$/,
  /^unsafely-treat-insecure-origin-as-secure$/,
  /^disable-site-isolation/,
  /^(renderer|utility|ppapi|gpu)-(cmd-prefix|launcher)$/,
  /^browser-subprocess-path$/,
  /^(log-net-log|ssl-key-log-file)$/,
];

/** The first switch that a released app refuses, or null. Chromium reads `-x` like `--x`. */
export function refusedSwitch(argv: readonly string[]): string | null {
  // Chromium ignores switches after a lone `--`.
  const end = argv.indexOf('--');
  const names = argv.slice(1, end < 0 ? undefined : end).flatMap((argument) => {
    const name = /^(?:--?|\/(?=[a-z-]+(?:=|$)))([^=]+)/i.exec(argument)?.[1];
    return name === undefined ? [] : [name.toLowerCase()];
  });
  return names.find((name) => REFUSED.some((pattern) => pattern.test(name))) ?? null;
}
