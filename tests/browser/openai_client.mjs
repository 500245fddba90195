// The official `openai` client against `viva sim`: node openai_client.mjs PROGRAM. Status 77 where npm packages are missing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const sdk = await import('openai').catch(() => process.exit(77));
const { OpenAI, AzureOpenAI } = sdk;
const [program] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../', import.meta.url));
const question = '布洛芬每天最多吃多少？';
const messages = [{ role: 'user', content: question }];

async function simulate(options, run) {
  const child = spawn(program, ['sim', '--data', `${root}tests/data/sim`, '--quiet', '--until-stdin-closes', ...options],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const baseURL = line.match(/^listening on (\S+)$/)[1];
      await run(new OpenAI({ baseURL, apiKey: 'sk-test', maxRetries: 0 }), baseURL);
      break;
    }
  } finally {
    child.stdin.end();
  }
  assert.equal(await ended, 0, 'viva sim ends with its standard input');
}

const tests = {
  async 'a completion is whole'() {
    await simulate([], async (client) => {
      const { data, response } = await client.chat.completions.create({ model: 'sim-strong', messages }).withResponse();
      assert.equal(response.headers.get('x-viva-simulated'), '1');
      assert.match(data.system_fingerprint, /^viva-sim-/);
      assert.match(data.choices[0].message.content, /毫克/);
      assert.equal(data.choices[0].finish_reason, 'stop');
      assert.ok(data.usage.total_tokens > 10);
    });
  },
  async 'a stream says the same, with usage at its end'() {
    await simulate([], async (client) => {
      const whole = await client.chat.completions.create({ model: 'sim-strong', messages });
      const stream = await client.chat.completions.create(
        { model: 'sim-strong', messages, stream: true, stream_options: { include_usage: true } });
      let content = '';
      let usage;
      for await (const chunk of stream) {
        content += chunk.choices[0]?.delta?.content ?? '';
        usage = chunk.usage ?? usage;
      }
      assert.equal(content, whole.choices[0].message.content);
      assert.deepEqual(usage, whole.usage);
    });
  },
  async 'the stream helper puts the message together'() {
    await simulate([], async (client) => {
      const whole = await client.chat.completions.create({ model: 'sim-strong', messages });
      const final = await client.chat.completions.stream({ model: 'sim-strong', messages }).finalChatCompletion();
      assert.equal(final.choices[0].message.content, whole.choices[0].message.content);
      assert.equal(final.choices[0].finish_reason, 'stop');
    });
  },
  async 'models are listed and found'() {
    await simulate([], async (client) => {
      const names = [];
      for await (const model of client.models.list()) names.push(model.id);
      assert.deepEqual(names, ['sim-strong', 'sim-middle', 'sim-weak', 'sim-judge', 'sim-judge-strict',
        'sim-judge-lenient']);
      assert.equal((await client.models.retrieve('sim-weak')).id, 'sim-weak');
    });
  },
  async 'errors are those that the client knows'() {
    await simulate(['--key', 'sk-test'], async (client, baseURL) => {
      await assert.rejects(client.chat.completions.create({ model: 'gpt-4o', messages }), sdk.NotFoundError);
      await assert.rejects(client.chat.completions.create({ model: 'sim-weak', messages: [] }), sdk.BadRequestError);
      const stranger = new OpenAI({ baseURL, apiKey: 'sk-other', maxRetries: 0 });
      await assert.rejects(stranger.chat.completions.create({ model: 'sim-weak', messages }), sdk.AuthenticationError);
    });
  },
  async 'faults are what the client takes them for'() {
    const faults = ['429@1', '500@2', 'reset@3', 'context@4'].flatMap((fault) => ['--fault', fault]);
    await simulate(faults, async (client) => {
      const ask = () => client.chat.completions.create({ model: 'sim-weak', messages });
      await assert.rejects(ask(), sdk.RateLimitError);
      await assert.rejects(ask(), sdk.InternalServerError);
      await assert.rejects(ask());
      await assert.rejects(ask(), (error) => error.code === 'context_length_exceeded');
      assert.ok(await ask());
    });
  },
  async 'a retry of the client succeeds'() {
    await simulate(['--fault', '429@1', '--retry-after', '0'], async (client) => {
      assert.ok(await client.chat.completions.create({ model: 'sim-weak', messages }, { maxRetries: 1 }));
    });
  },
  async 'the Azure client finds its deployment'() {
    await simulate(['--key', 'sk-azure'], async (_, baseURL) => {
      const azure = new AzureOpenAI({ endpoint: baseURL.replace(/\/v1$/, ''), apiKey: 'sk-azure',
        apiVersion: '2024-10-21', deployment: 'sim-strong', maxRetries: 0 });
      const reply = await azure.chat.completions.create({ model: 'sim-strong', messages });
      assert.match(reply.choices[0].message.content, /毫克/);
    });
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log(`ok - ${name}`);
}
