/** One instruction that copies something into a stage of the image. */
export interface Copy {
  /** The stage it comes from; undefined for the repository. */
  readonly from: string | undefined
  readonly sources: readonly string[]
  readonly target: string
}

export interface Stage {
  readonly copies: readonly Copy[]
  /** The commands of its RUN instructions. */
  readonly runs: readonly string[]
  /** CMD in exec form. */
  readonly command: readonly string[] | undefined
  readonly user: string | undefined
}

/** The stages of a Dockerfile, in order: as much of the language as ours uses. */
export function parseDockerfile(text: string): readonly Stage[] {
  const instructions = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const stages: string[][] = []
  for (const instruction of instructions) {
    if (instruction.startsWith('FROM ')) stages.push([])
    stages.at(-1)?.push(instruction)
  }
  return stages.map(stageFrom)
}

function stageFrom(instructions: readonly string[]): Stage {
  const argumentsOf = (keyword: string): string[] =>
    instructions
      .filter((line) => line.startsWith(`${keyword} `))
      .map((line) => line.slice(keyword.length).trim())
  const command = argumentsOf('CMD').at(-1)
  return {
    copies: argumentsOf('COPY').map(copyFrom),
    runs: argumentsOf('RUN'),
    command: command === undefined ? undefined : (JSON.parse(command) as string[]),
    user: argumentsOf('USER').at(-1),
  }
}

function copyFrom(words: string): Copy {
  const [, from, paths = ''] = /^(?:--from=(\S+)\s+)?(.*)$/.exec(words) ?? []
  const sources = paths.split(/\s+/)
  return { from, target: sources.pop() ?? '', sources }
}
