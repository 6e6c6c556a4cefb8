/** So many requests in a row over one connection. Prints the milliseconds. */
import { Agent, get } from 'node:http';

const [url = '', count] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const began = performance.now();
for (let i = 0; i < Number(count); i++) {
  await new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().once('end', resolve);
    }).once('error', reject);
  });
}
console.log(performance.now() - began);
agent.destroy();
