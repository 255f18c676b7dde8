import { randomBytes, randomUUID } from 'node:crypto';

export const TYPE = 'order.status-changed.v1';

export const newOrder = () => `order-${randomUUID()}`;

/** One change of an order, in the size and shape of ours. */
export const newEvent = () => ({
  data: {
    changeId: randomUUID(),
    kind: 'report',
    status: 'SHIPPED',
    previousStatus: 'PACKED',
    occurredAt: '2026-03-01T09:00:00Z',
    source: 'warehouse-7',
    reason: 'left dock 4',
    attributes: { trackingCode: '1Z999AA10123456784' },
  },
  metadata: { actor: 'wms', traceId: randomBytes(16).toString('hex') },
});
