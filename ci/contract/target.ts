import type { Mode, Request } from './case';
import type { Variables } from './variables';

/** Where connections go. */
export interface Address {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
}

/** Whose certificates are believed. */
export interface Trust {
  /** Whether a certificate is taken as it comes. */
  readonly insecure: boolean;
  /** Certificates in PEM that are trusted besides the well-known ones. */
  readonly ca?: string;
}

/** What cases are run against. */
export interface Target {
  readonly mode: Mode;
  readonly address: Address;
  /** The entrance that only leads to HTTPS. */
  readonly http?: Address;
  readonly prefix: string;
  /** `user:password`, where the proxy asks for it. */
  readonly login?: string;
  readonly trust: Trust;
}

/** An address out of a URL that `new URL` has understood. */
export function addressOf(url: URL): Address {
  const secure = url.protocol === 'https:';
  return {
    secure,
    // the brackets of an IPv6 address belong to the URL, not to the host
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 443 : 80),
  };
}

/** The address as a URL without a path. */
export function originOf({ secure, host, port }: Address): string {
  return `${secure ? 'https' : 'http'}://${hostOf({ secure, host, port })}`;
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|::1)$/.test(host);
}

/** The value of the Host header, which leaves out a scheme's own port. */
export function hostOf({ secure, host, port }: Address): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === (secure ? 443 : 80) ? name : `${name}:${port}`;
}

/** What every case may read of its target. */
export function targetVariables({ address, prefix }: Target): Variables {
  return {
    origin: originOf(address),
    host: hostOf(address),
    hostname: address.host,
    prefix,
    url: originOf(address) + prefix,
  };
}

/** Where a request goes: the entrance that it names. */
export function entranceOf(target: Target, { entrance }: Request): Address {
  if (entrance === 'http' && target.http !== undefined) return target.http;
  return target.address;
}

/** The whole path of a request. */
export function pathOf({ prefix }: Target, { path = '', fromRoot = false }: Request): string {
  const whole = fromRoot ? path : prefix + path;
  return whole === '' ? '/' : whole;
}

/** Options of node:tls for an address. */
export function tlsOptions(
  { host }: Address,
  { insecure, ca }: Trust,
): { rejectUnauthorized: boolean; ca?: string; servername?: string } {
  const isName = /[a-z]/i.test(host) && !host.includes(':');
  return {
    rejectUnauthorized: !insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(isName ? { servername: host } : {}),
  };
}
