import type { Action, ErrorCode, FerryError } from '#app/contract/errors.ts';

interface Known {
  /** Error names of Chromium (`net::ERR_…`) and of Node, which tests use. */
  pattern: RegExp;
  code: ErrorCode;
  action: Action;
}

const UNTRUSTED = /ERR_CERT_AUTHORITY_INVALID|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER)/;
const OUT_OF_DATE = /ERR_CERT_DATE_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/;
const OTHER_NAME = /ERR_CERT_COMMON_NAME_INVALID|ERR_TLS_CERT_ALTNAME_INVALID/;

const KNOWN: readonly Known[] = [
  {
    pattern: /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_ADDRESS_UNREACHABLE|ENETUNREACH|ENETDOWN/,
    code: 'network.offline',
    action: 'wait',
  },
  {
    pattern: /ERR_PROXY_AUTH|ERR_UNEXPECTED_PROXY_AUTH/,
    code: 'network.proxyAuth',
    action: 'signInToProxy',
  },
  {
    pattern: /ERR_PROXY|ERR_TUNNEL_CONNECTION_FAILED|ERR_MANDATORY_PROXY|ERR_SOCKS|ERR_PAC/,
    code: 'network.proxyFailed',
    action: 'checkServer',
  },
  {
    pattern: /ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_DNS|ENOTFOUND|EAI_AGAIN/,
    code: 'network.nameNotFound',
    action: 'checkServer',
  },
  {
    pattern: /ERR_CONNECTION_REFUSED|ECONNREFUSED/,
    code: 'network.refused',
    action: 'checkServer',
  },
  {
    pattern: UNTRUSTED,
    code: 'network.certificateUntrusted',
    action: 'checkServer',
  },
  {
    pattern: OUT_OF_DATE,
    code: 'network.certificateExpired',
    action: 'checkServer',
  },
  {
    pattern: OTHER_NAME,
    code: 'network.certificateName',
    action: 'checkServer',
  },
  {
    pattern: /ERR_CERT|ERR_SSL_PINNED|CERT_(REVOKED|SIGNATURE|UNTRUSTED|REJECTED)/,
    code: 'network.certificateInvalid',
    action: 'checkServer',
  },
];

/** Maps a failure of the network stack to an error. `reason` is kept for the log. */
export function networkError(reason: string): FerryError {
  const known = KNOWN.find(({ pattern }) => pattern.test(reason));
  const { code, action } = known ?? {
    code: 'network.failed' as const,
    action: 'checkServer' as const,
  };
  return { code, action, details: { reason } };
}
