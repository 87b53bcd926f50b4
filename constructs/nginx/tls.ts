import type { ProxyPlatform } from './platform';

/**
 * Mozilla's intermediate profile, guideline 6.0: TLS 1.2 and 1.3, forward secrecy and authenticated encryption only.
 *
 * @see https://wiki.mozilla.org/Security/Server_Side_TLS
 */
const ciphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

const groups = ['X25519MLKEM768', 'X25519', 'prime256v1', 'secp384r1'];

/** The TLS settings of the proxy's own HTTPS listener; the entrypoint makes certificates and keys at the first start. */
export function tlsLines({ listeners, writableDirectory }: ProxyPlatform): string[] {
  if (listeners !== 'https-self-signed') return [];
  return [
    'http2 on;',
    `ssl_certificate ${writableDirectory}/tls/certificate.pem;`,
    `ssl_certificate_key ${writableDirectory}/tls/key.pem;`,
    `ssl_certificate ${writableDirectory}/tls/rsa-certificate.pem;`,
    `ssl_certificate_key ${writableDirectory}/tls/rsa-key.pem;`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
    `ssl_ciphers ${ciphers.join(':')};`,
    `ssl_ecdh_curve ${groups.join(':')};`,
    'ssl_prefer_server_ciphers off;',
    'ssl_session_cache shared:tls_sessions:10m;',
    'ssl_session_timeout 1d;',
    'ssl_session_tickets off;',
  ];
}
