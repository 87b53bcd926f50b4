import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tail } from '../../command';
import type { Account } from '../account';
import { Cdktf, type CdktfContext } from '../cdktf';
import { keysIn } from '../state';
import type { Call } from './call';
import type { Interceptor } from './interceptor';
import { lockIn, orphansIn, parametersOf } from './remedy';
import { lossOf, type StateFile, stateFile } from './state-file';

/** The stack that the faults are made on, and its resources: each is one call, and its name can exist once only. */
export const stack = 'aws-foundation';
const kind = 'aws_ecr_repository';
const creation = 'CreateRepository';

/** What the faults are made with. */
export interface LabParts {
  readonly context: CdktfContext;
  readonly account: Account;
  readonly interceptor: Interceptor;
  readonly endpoint: string;
  readonly bucket: string;
}

/** A stack between Terraform and the account, and what somebody would type and look at. */
export class Lab {
  /** cdktf and Terraform, which do not know what stands between them and the account. */
  public readonly cdktf: Cdktf;

  constructor(private readonly parts: LabParts) {
    const { context, endpoint } = parts;
    const variables = { ...context.variables, AWS_ENDPOINT_URL: endpoint };
    this.cdktf = new Cdktf({ ...context, variables });
  }

  public get interceptor(): Interceptor {
    return this.parts.interceptor;
  }

  /** Whether somebody's lock lies beside the state. */
  public async locked(): Promise<boolean> {
    return (await keysIn(this.parts.account.s3, this.parts.bucket)).includes(
      `${stack}.tfstate.tflock`,
    );
  }

  /** The state as it lies in the bucket. */
  public async state(): Promise<StateFile> {
    const { account, bucket: Bucket } = this.parts;
    const Key = `${stack}.tfstate`;
    const { Body } = await account.s3.send(new GetObjectCommand({ Bucket, Key }));
    return stateFile((await Body?.transformToString()) ?? '', kind);
  }

  /** What the account holds, asked of it directly. */
  public async repositories(): Promise<string[]> {
    const answer = await this.parts.account.ecr.send(new DescribeRepositoriesCommand({}));
    return (answer.repositories ?? []).map(({ repositoryName = '' }) => repositoryName).sort();
  }

  /** Whether Terraform has left a state that it could not write. */
  public get erroredState(): boolean {
    return existsSync(join(this.parts.context.run.output, 'stacks', stack, 'errored.tfstate'));
  }

  /** Repositories that are there and not in the state. */
  public async orphans(): Promise<string[]> {
    const { ids } = await this.state();
    return (await this.repositories()).filter((name) => !ids.includes(name));
  }

  /** Problems of a state after a fault: what it lost, and orphans other than those that the fault must leave. */
  public async damage(before: StateFile, orphans: number): Promise<string[]> {
    const pulled = await this.cdktf.terraform(stack, 'state', 'pull');
    if (pulled.code !== 0) return [`terraform state pull ended with ${pulled.code}`];
    const found = await this.orphans();
    const strange = found.length !== orphans;
    return [
      ...lossOf(before, stateFile(pulled.output, kind)),
      ...(strange ? [`${orphans} resources must be outside the state, are '${found.join()}'`] : []),
    ];
  }

  /** Releases the lock that a message names, with the command that the documentation gives. */
  public async unlock(output: string): Promise<string[]> {
    const ID = lockIn(output);
    if (ID === undefined) return [`no lock is named in:\n${tail(output, 30)}`];
    const freed = await this.cdktf.terraform(stack, ...parametersOf('unlock', { ID }));
    return freed.code === 0 ? [] : [`the lock could not be released:\n${freed.output}`];
  }

  /** Takes into the state what the errors of an apply name, and what is there already. */
  public async adopt(output: string): Promise<string[]> {
    const problems: string[] = [];
    const orphans = orphansIn(output);
    const named = orphans
      .map(({ name }) => name)
      .sort()
      .join();
    const real = (await this.orphans()).join();
    if (named !== real)
      problems.push(`the errors name '${named}', outside the state are '${real}'`);
    for (const { address, name } of orphans) {
      const parameters = parametersOf('import', { address, name });
      const { code, output: said } = await this.cdktf.terraform(stack, ...parameters);
      if (code !== 0) problems.push(`${name} could not be imported:\n${said}`);
    }
    return problems;
  }

  /** Applies without a fault and plans once more: nothing may be left to do. */
  public async converge(): Promise<string[]> {
    const { code, output } = await this.cdktf.terraform(stack, 'apply', ...unasked);
    if (code !== 0) return [`the next apply ended with ${code}:\n${tail(output, 30)}`];
    return this.planIsEmpty();
  }

  /** Problems of a plan that must have nothing to do. */
  public async planIsEmpty(): Promise<string[]> {
    const { code, output } = await this.cdktf.plan(stack);
    const empty = code === 0 && output.includes('No changes') && !(await this.locked());
    return empty ? [] : [`the plan after it is not empty, exit code ${code}:\n${tail(output, 30)}`];
  }

  /** Lets some repositories be made and calls `then` instead of passing on the next one. */
  public afterCreating(count: number, then: (call: Call) => void): Promise<void> {
    let [begun, made] = [0, 0];
    this.interceptor.answered = ({ operation }) => void (made += Number(operation === creation));
    return new Promise((reached) => {
      this.interceptor.judge = async (call) => {
        if (call.operation !== creation || ++begun <= count) return 'answer';
        // what was answered must have arrived
        while (made < count) await wait(20);
        await wait(settleMilliseconds);
        if (begun > count) then(call);
        reached();
        return 'cut';
      };
    });
  }

  /** Answers every call again. */
  public async heal(): Promise<void> {
    this.interceptor.judge = () => 'answer';
    this.interceptor.answered = () => undefined;
    if (!this.interceptor.listening) await this.interceptor.appear();
  }
}

/** Lets Terraform change things without a question. */
export const unasked = ['-auto-approve', '-input=false', '-no-color'];

/** How long an answer may be on its way, on a machine that does other things too. */
const settleMilliseconds = 300;
