import { Egress, egressProblems } from './egress';

describe('Egress', () => {
  it('makes one gateway for all zones unless told otherwise', () => {
    expect(Egress.nat()).toMatchObject({ kind: 'nat', perZone: false });
    expect(Egress.nat({ perZone: true })).toMatchObject({ kind: 'nat', perZone: true });
  });

  it('reaches images, logs and secrets through endpoints unless told otherwise', () => {
    expect(Egress.endpoints().services).toEqual(['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager']);
  });

  it('accepts every default', () => {
    expect(
      [Egress.nat(), Egress.endpoints(), Egress.publicAddresses()].flatMap(egressProblems),
    ).toEqual([]);
  });

  it('fails when an endpoint is missing that every task needs', () => {
    expect(egressProblems(Egress.endpoints({ services: ['logs', 'sqs'] }))).toEqual([
      "'egress' lacks the endpoints ecr.api, ecr.dkr, got logs, sqs; add them, or no task can fetch its image and write its log",
    ]);
  });

  it('fails when a service is named twice', () => {
    const egress = Egress.endpoints({ services: ['ecr.api', 'ecr.dkr', 'logs', 'logs'] });

    expect(egressProblems(egress)).toEqual([
      expect.stringMatching(/names a service twice, .*; keep each once$/),
    ]);
  });
});
