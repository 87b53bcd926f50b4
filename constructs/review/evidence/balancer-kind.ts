import type { Evidence } from './evidence';
import type { Resource } from '../model';
import { every, not } from '../rule';

/** Whether a load balancer speaks HTTP. */
export function isApplicationBalancer({ block }: Resource, evidence: Evidence): boolean {
  return (
    evidence.isText(block.load_balancer_type, (text) => text === 'application', 'application') !==
    false
  );
}

/** Whether a load balancer speaks HTTP and has public addresses. */
export function isPublicBalancer(balancer: Resource, evidence: Evidence): boolean | undefined {
  const { internal } = balancer.block;
  return every([isApplicationBalancer(balancer, evidence), not(evidence.isTrue(internal))]);
}
