import { parseRange } from '../address-range';
import type { Evidence } from '../evidence/evidence';
import { isWide } from '../evidence/open-port';
import { every, not, requires, type ReviewRule, some } from '../rule';

/** The internet reaches the ports of the web alone, on Google Cloud. */
export const gcpFirewallOpen: ReviewRule = {
  id: 'gcp-firewall-open',
  title: 'the internet reaches the ports of the web alone, on Google Cloud',
  rationale: 'A machine that nobody meant to publish is found within hours.',
  remedy: 'name ranges, tags or accounts of those who call',
  severity: 'high',
  controls: [
    'CKV_GCP_2',
    'CKV_GCP_3',
    'CKV_GCP_75',
    'CKV_GCP_77',
    'CKV_GCP_88',
    'CKV_GCP_106',
    'CIS 3.6',
    'CIS 3.7',
    'GCP-0027',
  ],
  page: 'https://cloud.google.com/firewall/docs/firewalls',
  types: ['google_compute_firewall'],
  check: ({ block }, evidence) => {
    const entering = evidence.isText(block.direction, (text) => text === 'INGRESS', 'INGRESS');
    const allowed = evidence.blocks(block.allow);
    if (entering === false || allowed?.length === 0) return [];
    const tied = [block.source_tags, block.source_service_accounts].some(
      (raw) => evidence.isSet(raw) === true,
    );
    const open = every([
      entering,
      not(evidence.isTrue(block.disabled)),
      isOpen(evidence, block.source_ranges, tied),
      allowed && some(allowed.map((rule) => not(isWeb(evidence, rule)))),
    ]);
    return requires(not(open), 'it lets the internet in on more than 443');
  },
};

function isOpen(evidence: Evidence, raw: unknown, tied: boolean): boolean | undefined {
  // without ranges, tags and accounts everyone is meant
  const texts = evidence.model.list(raw)?.map((one) => evidence.model.text(one));
  if (texts?.length === 0) return !tied;
  if (!texts) return undefined;
  if (isWide(texts.flatMap((text) => parseRange(text ?? '') ?? []))) return true;
  return texts.includes(undefined) ? undefined : false;
}

function isWeb(
  evidence: Evidence,
  { protocol, ports }: Readonly<Record<string, unknown>>,
): boolean | undefined {
  if (evidence.model.text(protocol) === 'icmp') return true;
  const list = evidence.model.list(ports);
  return (
    list &&
    every([list.length > 0, ...list.map((port) => evidence.isText(port, (text) => text === '443'))])
  );
}
