import { isIP } from 'node:net';
import { UsageError } from './arguments.ts';

const MAX_HOPS = 10;

/**
 * Which `X-Forwarded-For` to trust: the number of proxies before the server, or their networks. Each appends an
 * address, so what a client wrote is never used.
 */
export function trustedProxies(given: string | undefined): number | string[] | false {
  if (given === undefined) return false;
  const hops = Number(given);
  if (Number.isInteger(hops) && hops >= 1 && hops <= MAX_HOPS) return hops;
  const networks = given.split(',').map((network) => network.trim());
  if (networks.every(isNetwork)) return networks;
  throw new UsageError(
    `--trust-proxy is the number of proxies (1 to ${MAX_HOPS}) or their networks, such as 10.0.0.0/8,fd00::/8.`,
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
