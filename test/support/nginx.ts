import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'

/** A real nginx of its own for a test, with one worker, nothing logged and all files in a folder that ends with it. */
export interface Nginx {
  readonly origin: string
  close(): Promise<void>
}

/**
 * @param location what stands inside `server {}`; everything else is Debian's default
 * @param http what stands inside `http {}` besides
 */
export async function startNginx(location: string, http = ''): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'))
  // Started by root, its worker is somebody else.
  await chmod(folder, 0o755)
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${what};`,
  )
  await writeFile(
    config,
    `worker_processes 1;
    pid nginx.pid;
    events {}
    http {
      access_log off;
      gzip on;
      ${http}
      ${temporary.join('\n')}
      server {
        listen 127.0.0.1:${port};
        ${location}
      }
    }`,
  )
  const args = ['-p', folder, '-c', config, '-e', 'stderr', '-g', 'daemon off;']
  const server = spawn('nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  server.on('error', (error) => {
    complaint += `"npm test" tells how to install nginx. ${error}`
  })
  server.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const origin = `http://127.0.0.1:${port}`
  const answers = () =>
    fetch(origin).then(
      () => 'answers',
      () => complaint,
    )
  await eventually(answers, (state) => {
    if (state !== 'answers') throw new Error(`nginx does not answer. ${state}`)
  })
  return {
    origin,
    async close() {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGTERM')
        await once(server, 'exit')
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}
