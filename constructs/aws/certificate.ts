import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import { pascalCase } from '../core/naming';
import { known } from '../core/known';
import { shown } from '../core/validation';

/** A domain in a public Route 53 zone of this account. */
export interface Domain {
  /** Host name that the public uses, for example `app.example.org`. */
  readonly name: string;

  /** Name of the zone that holds it, for example `example.org`. */
  readonly zoneName: string;

  /**
   * Id of the zone, which exists. With it nothing is looked up.
   *
   * @default - Terraform looks for the public zone `zoneName` when it plans
   */
  readonly zoneId?: string;

  /**
   * Further host names of the same zone that lead to the same place.
   *
   * @default - only `name`
   */
  readonly alternativeNames?: readonly string[];
}

/** Props of Certificate. */
export interface CertificateProps {
  /** Host name that the certificate holds for. */
  readonly hostName: string;

  /** Further host names that it holds for. */
  readonly alternativeNames: readonly string[];

  /** Id of the zone that proves that the names are ours. */
  readonly zoneId: string;
}

/**
 * A certificate that renews itself as long as its records stay.
 *
 * Creates: ACM certificate, one DNS record per name, and the wait until ACM has seen them.
 */
export class Certificate extends Construct {
  /** ARN of the certificate, known when it is valid. */
  public readonly certificateArn: string;

  /** The raw certificate, to override what the props do not offer. */
  public readonly resource: AcmCertificate;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const { hostName, alternativeNames, zoneId } = props;

    this.resource = new AcmCertificate(this, 'Resource', {
      domainName: hostName,
      subjectAlternativeNames: [...alternativeNames].sort(),
      validationMethod: 'DNS',
      keyAlgorithm: 'RSA_2048',
      options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      tags: { Name: hostName },
      // a listener cannot be without one while the names change
      lifecycle: { createBeforeDestroy: true },
    });
    const records = [hostName, ...alternativeNames].map((name) => this.createRecord(name, zoneId));
    const validation = new AcmCertificateValidation(this, 'Validation', {
      certificateArn: this.resource.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
      timeouts: { create: '45m' },
    });
    this.certificateArn = validation.certificateArn;
  }

  private createRecord(hostName: string, zoneId: string): Route53Record {
    // the options are a set, so each name must be looked for
    const read = (attribute: string) =>
      `\${one([for option in ${dependable(this.resource)}.domain_validation_options : option.${attribute} if option.domain_name == "${hostName}"])}`;
    return new Route53Record(this, `Proof${pascalCase(hostName)}`, {
      zoneId,
      name: read('resource_record_name'),
      type: read('resource_record_type'),
      records: [read('resource_record_value')],
      ttl: 300,
      // ACM asks for the same record again when the certificate is made anew
      allowOverwrite: true,
    });
  }
}

const hostForm = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** All host names of a domain, the main one first. */
export function hostNamesOf(domain: Domain): string[] {
  return [domain.name, ...(domain.alternativeNames ?? [])];
}

/**
 * What is wrong with a domain, or nothing.
 *
 * @param prop the prop that holds it, as the user writes it
 */
export function domainProblems(domain: Domain, prop = 'domain'): string[] {
  const names = hostNamesOf(domain);
  const wellFormed = (name: string) => known(name) && hostForm.test(name);
  const malformed = [domain.zoneName, ...names].filter((name) => !wellFormed(name));
  const outside = names.filter(
    (name) => wellFormed(name) && name !== domain.zoneName && !name.endsWith(`.${domain.zoneName}`),
  );
  // two names of one construct id would be two records at one address
  const repeated = names.filter((name, at) =>
    names.slice(0, at).some((other) => pascalCase(other) === pascalCase(name)),
  );
  return [
    ...(known(domain.zoneId) && !/^Z[0-9A-Z]{1,31}$/.test(domain.zoneId)
      ? [
          `'${prop}.zoneId' must be the id of a hosted zone, got ${shown(domain.zoneId)}; use for example 'Z0123456789ABCDEFGHIJ', without '/hostedzone/'`,
        ]
      : []),
    ...malformed.map(
      (name) =>
        `'${prop}' needs plain lower-case host names, got ${shown(name)}; use for example 'app.example.org'`,
    ),
    ...outside.map(
      (name) =>
        `'${prop}' has ${shown(name)} outside of its zone ${shown(domain.zoneName)}; use a name of the zone`,
    ),
    ...repeated.map(
      (name) =>
        `'${prop}' has ${shown(name)} twice, or two names that differ only in dots and hyphens; keep one`,
    ),
  ];
}
