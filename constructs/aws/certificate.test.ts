import { synth } from '../core/synth';
import { Certificate, domainProblems } from './certificate';

describe('Certificate', () => {
  const hostNames = ['www.example.org', 'example.org', 'app.example.org'];
  const stack = synth((scope) => {
    const [hostName = '', ...alternativeNames] = hostNames;
    new Certificate(scope, 'Certificate', { hostName, alternativeNames, zoneId: 'Z1' });
  });

  it('holds for the first name and, in the order of the alphabet, for the others', () => {
    expect(stack.one('aws_acm_certificate')).toMatchObject({
      domain_name: 'www.example.org',
      subject_alternative_names: ['app.example.org', 'example.org'],
      validation_method: 'DNS',
      key_algorithm: 'RSA_2048',
      options: { certificate_transparency_logging_preference: 'ENABLED' },
    });
  });

  it('proves each name with the record that ACM asks for', () => {
    const records = stack.all('aws_route53_record').map((record) => record.name as string);

    expect(records).toHaveLength(3);
    for (const hostName of hostNames) {
      const own = records.filter((name) => name.includes(`== "${hostName}"`));
      expect(own).toEqual([
        expect.stringMatching(
          /^\$\{one\(\[for option in aws_acm_certificate\.\w+\.domain_validation_options : option\.resource_record_name if option\.domain_name == "[a-z.]+"\]\)\}$/,
        ),
      ]);
    }
  });

  it('overwrites only its own proof', () => {
    expect(stack.all('aws_route53_record').map((record) => record.allow_overwrite)).toEqual(
      Array(3).fill(true),
    );
  });

  it('is not used before ACM has seen every proof', () => {
    expect(stack.one('aws_acm_certificate_validation')).toMatchObject({
      validation_record_fqdns: Array(3).fill(
        expect.stringMatching(/^\$\{aws_route53_record\..+\.fqdn\}$/),
      ) as string[],
      timeouts: { create: '45m' },
    });
  });
});

describe('domainProblems', () => {
  it('accepts the zone itself and names below it', () => {
    expect(
      domainProblems({
        name: 'example.org',
        zoneName: 'example.org',
        alternativeNames: ['a.b.example.org'],
      }),
    ).toEqual([]);
  });

  it.each(['*.example.org', 'example.org.', 'ex ample.org', '"].example.org', '${x}.example.org'])(
    'fails when a name is %s, which could not stand in an expression',
    (name) => {
      expect(domainProblems({ name, zoneName: 'example.org' })).toEqual([
        expect.stringMatching(/^'domain' needs plain lower-case host names, got/),
      ]);
    },
  );

  it('fails when two names differ only in dots and hyphens', () => {
    expect(
      domainProblems({
        name: 'a-b.example.org',
        zoneName: 'example.org',
        alternativeNames: ['a.b.example.org'],
      }),
    ).toEqual([expect.stringMatching(/^'domain' has 'a.b.example.org' twice, or/)]);
  });
});
