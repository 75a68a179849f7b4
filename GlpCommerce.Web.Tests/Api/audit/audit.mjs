// Asks a server everything that the GraphQL-over-HTTP specification demands of it, and tells what does not hold.
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2] });
const failed = results.filter((result) => result.status !== 'ok');
for (const { id, name, status, reason } of failed) {
  console.log(`${status} ${id} ${name}: ${reason}`);
}

console.log(`${results.length} audits, ${failed.length} failed`);
