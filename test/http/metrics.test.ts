import express from 'express'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../src/http/metrics.ts'
import { serve } from '../support/http-server.ts'

describe('the metrics of requests', () => {
  it('tell every answer, however many there were since the last look', async () => {
    const metrics = createMetrics()
    const server = await serve(express().get('/metrics', metrics.handler))
    const seen = async () => {
      const text = await (await fetch(`${server.origin}/metrics`)).text()
      return /gateway_request_duration_seconds_count\{route="\/quotes",method="GET",status="200"\} (\d+)/.exec(
        text,
      )?.[1]
    }
    const answer = () => metrics.requestDone({ method: 'GET', route: '/quotes', status: 200, durationMs: 1 })
    for (let n = 0; n < 1_203; n += 1) answer()
    expect(await seen()).toBe('1203')
    answer()
    expect(await seen()).toBe('1204')
    await server.close()
    metrics.close()
  })
})

describe('the metrics of the broker', () => {
  it('count its calls by route and outcome, and the instruments of each server', async () => {
    const metrics = createMetrics()
    metrics.upstreamCall({ route: 'PLACE_ORDER', outcome: 'ok', durationMs: 120 })
    metrics.upstreamCall({ route: 'PLACE_ORDER', outcome: 'upstream_timeout', durationMs: 9_000 })
    metrics.catalogue({ server: 'MAIN', complete: 10, missing: 2 })
    metrics.catalogue({ server: 'MAIN', complete: 12, missing: 0 })
    const server = await serve(express().get('/metrics', metrics.handler))
    const text = await (await fetch(`${server.origin}/metrics`)).text()
    await server.close()
    metrics.close()
    expect(text).toContain('gateway_upstream_call_duration_seconds_count{route="PLACE_ORDER",outcome="ok"} 1')
    expect(text).toContain(
      'gateway_upstream_call_duration_seconds_sum{route="PLACE_ORDER",outcome="upstream_timeout"} 9',
    )
    expect(text).toContain('gateway_catalogue_instruments{server="MAIN",state="complete"} 12')
    expect(text).toContain('gateway_catalogue_instruments{server="MAIN",state="missing"} 0')
  })
})
