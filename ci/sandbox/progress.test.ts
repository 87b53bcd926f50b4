import { progressTo } from './progress';

function told(...pieces: readonly string[]): string[] {
  const lines: string[] = [];
  const take = progressTo((line) => void lines.push(line));
  for (const piece of pieces) take(piece);
  return lines;
}

describe('the progress of long work', () => {
  it.each([
    'aws_vpc.Network_1C6012B5: Creating...',
    'aws_vpc.Network_1C6012B5: Creation complete after 11s [id=vpc-1]',
    'aws_apigatewayv2_vpc_link.HttpApi: Still creating... [10s elapsed]',
    'aws_ecs_service.Service: Modifying... [id=arn]',
    'aws_vpc.Network: Destroying... [id=vpc-1]',
    'aws_vpc.Network: Destruction complete after 0s',
    'Apply complete! Resources: 31 added, 0 changed, 0 destroyed.',
    'Destroy complete! Resources: 31 destroyed.',
    '#7 [builder 3/5] RUN go build',
  ])('tells: %s', (line) => {
    expect(told(`${line}\n`)).toEqual([line]);
  });

  it.each([
    '  # aws_vpc.Network will be created',
    '  + cidr_block = "10.0.0.0/16"',
    '',
    '#7 DONE 1.2s',
  ])('leaves out: %p', (line) => {
    expect(told(`${line}\n`)).toEqual([]);
  });

  it('tells a line once it is whole, whatever pieces it came in', () => {
    expect(told('aws_vpc.A: Crea', 'ting...\r\naws_vpc.B: Creat')).toEqual([
      'aws_vpc.A: Creating...',
    ]);
  });
});
