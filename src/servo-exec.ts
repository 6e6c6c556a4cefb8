const { main } = await import('./cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
// What a task left behind may still hold a pipe to us.
process.exit();
