import { isForEverything } from '../evidence/identity-policy';
import { isPublicStatement } from '../evidence/public-statement';
import { requires, type ReviewRule } from '../rule';

/** An endpoint of AWS serves principals of this account alone. */
export const vpcEndpointPolicy: ReviewRule = {
  id: 'vpc-endpoint-policy',
  title: 'an endpoint of AWS serves principals of this account alone',
  rationale:
    'Through an endpoint without a policy, data leaves for buckets of any account, past every rule of egress.',
  remedy: "write 'policy' with a condition on 'aws:PrincipalAccount' or 'aws:ResourceAccount'",
  severity: 'low',
  controls: [],
  page: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  types: ['aws_vpc_endpoint'],
  check: ({ block }, evidence) => {
    const statements =
      evidence.isSet(block.policy) === false ? [] : evidence.statements(block.policy);
    const open = statements?.some(
      (one) => isPublicStatement(one, evidence) && isForEverything(one, evidence) !== false,
    );
    return requires(statements && statements.length > 0 && !open, "'policy' lets everyone through");
  },
};
