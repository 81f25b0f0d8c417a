"""The tables of the main job."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('catalogue',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue')),
    sa.UniqueConstraint('kind', 'code', 'office', 'version', name=op.f('uq_catalogue_kind_code_office_version'))
    )
    op.create_table('idempotency',
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('request_hash', sa.Text(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('answer', sa.LargeBinary(), nullable=False),
    sa.Column('purge_after', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('scope', name=op.f('pk_idempotency'))
    )
    with op.batch_alter_table('idempotency', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idempotency_purge_after'), ['purge_after'], unique=False)
    op.create_table('office',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('setting', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_office'))
    )
    op.create_table('staff',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('login', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('login', name=op.f('uq_staff_login'))
    )
    op.create_table('counter',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'break', 'closed')", name=op.f('ck_counter_state_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_counter_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_counter')),
    sa.UniqueConstraint('office', 'code', name=op.f('uq_counter_office_code'))
    )
    op.create_table('device',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('key_hash', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('revoked_at', sa.BigInteger(), nullable=True),
    sa.Column('last_seen', sa.BigInteger(), nullable=True),
    sa.Column('health', sa.Text(), nullable=True),
    sa.CheckConstraint("kind IN ('kiosk', 'display', 'counter', 'integrator')", name=op.f('ck_device_kind_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_device_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_device_key_hash')),
    sa.UniqueConstraint('office', 'kind', 'name', name=op.f('uq_device_office_kind_name'))
    )
    op.create_table('event',
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('at', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('command', sa.Text(), nullable=False),
    sa.Column('visit', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('stop', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('counter', sa.Text(), nullable=True),
    sa.Column('area', sa.Text(), nullable=True),
    sa.Column('label', sa.Text(), nullable=True),
    sa.Column('staff', sa.Text(), nullable=True),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.Column('prev_hash', sa.Text(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_event_office')),
    sa.PrimaryKeyConstraint('office', 'seq', name=op.f('pk_event'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_area', ['office', 'area', 'seq'], unique=False)
        batch_op.create_index('ix_event_counter', ['office', 'counter', 'seq'], unique=False)
        batch_op.create_index('ix_event_stop', ['stop', 'seq'], unique=False)
    op.create_table('head',
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.Column('floor_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_head_office')),
    sa.PrimaryKeyConstraint('office', name=op.f('pk_head'))
    )
    op.create_table('pre_application',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('lookup_id', sa.Text(), nullable=False),
    sa.Column('procedures', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('purge_after', sa.Date(), nullable=False),
    sa.Column('ciphertext', sa.LargeBinary(), nullable=False),
    sa.Column('key_for_token', sa.LargeBinary(), nullable=False),
    sa.Column('key_for_office', sa.LargeBinary(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_pre_application_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pre_application')),
    sa.UniqueConstraint('lookup_id', name=op.f('uq_pre_application_lookup_id'))
    )
    op.create_table('queue',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_queue_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue')),
    sa.UniqueConstraint('office', 'code', name=op.f('uq_queue_office_code'))
    )
    op.create_table('service',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_service_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service')),
    sa.UniqueConstraint('office', 'code', name=op.f('uq_service_office_code'))
    )
    op.create_table('staff_role',
    sa.Column('staff_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.CheckConstraint("role IN ('clerk', 'lead', 'manager', 'admin', 'auditor')", name=op.f('ck_staff_role_role_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_staff_role_office')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_role_staff_id')),
    sa.PrimaryKeyConstraint('staff_id', 'office', 'role', name=op.f('pk_staff_role'))
    )
    op.create_table('bell',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=True),
    sa.Column('rung_at', sa.BigInteger(), nullable=False),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_bell_device_id')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_bell_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bell'))
    )
    with op.batch_alter_table('bell', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bell_office'), ['office'], unique=False)
    op.create_table('number_series',
    sa.Column('queue_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('business_date', sa.Date(), nullable=False),
    sa.Column('last_issued', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['queue_id'], ['queue.id'], name=op.f('fk_number_series_queue_id')),
    sa.PrimaryKeyConstraint('queue_id', 'business_date', name=op.f('pk_number_series'))
    )
    op.create_table('slot',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('service_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('start', sa.BigInteger(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('venue', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_slot_office')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_slot_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_slot')),
    sa.UniqueConstraint('service_id', 'start', 'venue', 'method', name=op.f('uq_slot_service_id_start_venue_method'))
    )
    with op.batch_alter_table('slot', schema=None) as batch_op:
        batch_op.create_index('ix_slot_day', ['service_id', 'day'], unique=False)
    op.create_table('staff_session',
    sa.Column('id_hash', sa.Text(), nullable=False),
    sa.Column('staff_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('seen_at', sa.BigInteger(), nullable=False),
    sa.Column('counter_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('counter_since', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['counter_id'], ['counter.id'], name=op.f('fk_staff_session_counter_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_session_staff_id')),
    sa.PrimaryKeyConstraint('id_hash', name=op.f('pk_staff_session'))
    )
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_session_counter_id'), ['counter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_session_staff_id'), ['staff_id'], unique=False)
    op.create_table('seat',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_seat_slot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('slot_id', 'position', name=op.f('uq_seat_slot_id_position'))
    )
    op.create_table('reservation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('service_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('start', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('lookup_id', sa.Text(), nullable=False),
    sa.Column('pre_application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('contact', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('purge_after', sa.Date(), nullable=False),
    sa.CheckConstraint("state IN ('confirmed', 'checked_in', 'completed', 'cancelled', 'no_show')", name=op.f('ck_reservation_state_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_reservation_office')),
    sa.ForeignKeyConstraint(['pre_application_id'], ['pre_application.id'], name=op.f('fk_reservation_pre_application_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_reservation_seat_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_reservation_service_id')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_reservation_slot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reservation'))
    )
    with op.batch_alter_table('reservation', schema=None) as batch_op:
        batch_op.create_index('ix_reservation_lookup_id', ['lookup_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reservation_slot_id'), ['slot_id'], unique=False)
        batch_op.create_index('uq_reservation_live_lookup_id', ['lookup_id'], unique=True, sqlite_where=sa.text("state <> 'cancelled'"), postgresql_where=sa.text("state <> 'cancelled'"))
        batch_op.create_index('uq_reservation_live_pre_application_id', ['pre_application_id'], unique=True, sqlite_where=sa.text("state <> 'cancelled'"), postgresql_where=sa.text("state <> 'cancelled'"))
        batch_op.create_index('uq_reservation_live_seat_id', ['seat_id'], unique=True, sqlite_where=sa.text("state <> 'cancelled'"), postgresql_where=sa.text("state <> 'cancelled'"))
    op.create_table('visit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('business_date', sa.Date(), nullable=False),
    sa.Column('queue_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('visit_class', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('origin', sa.Text(), nullable=False),
    sa.Column('issued_at', sa.BigInteger(), nullable=False),
    sa.Column('reserved_for', sa.BigInteger(), nullable=True),
    sa.Column('visit_code_hash', sa.Text(), nullable=True),
    sa.Column('reservation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('pre_application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.CheckConstraint("visit_class IN ('walk_in', 'reserved', 'priority')", name=op.f('ck_visit_class_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_visit_office')),
    sa.ForeignKeyConstraint(['pre_application_id'], ['pre_application.id'], name=op.f('fk_visit_pre_application_id')),
    sa.ForeignKeyConstraint(['queue_id'], ['queue.id'], name=op.f('fk_visit_queue_id')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservation.id'], name=op.f('fk_visit_reservation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit')),
    sa.UniqueConstraint('pre_application_id', name=op.f('uq_visit_pre_application_id')),
    sa.UniqueConstraint('queue_id', 'business_date', 'number', name=op.f('uq_visit_queue_id_business_date_number')),
    sa.UniqueConstraint('reservation_id', name=op.f('uq_visit_reservation_id')),
    sa.UniqueConstraint('visit_code_hash', name=op.f('uq_visit_visit_code_hash'))
    )
    op.create_table('print_job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('visit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('reissue', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_print_job_office')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_print_job_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_job')),
    sa.UniqueConstraint('visit_id', 'document', 'attempt', name=op.f('uq_print_job_visit_id_document_attempt'))
    )
    with op.batch_alter_table('print_job', schema=None) as batch_op:
        batch_op.create_index('uq_print_job_original', ['visit_id', 'document'], unique=True, sqlite_where=sa.text("reissue = 0 AND state = 'printed'"), postgresql_where=sa.text("reissue = 0 AND state = 'printed'"))
    op.create_table('stop',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('visit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('queue_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('service_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('order_time', sa.BigInteger(), nullable=False),
    sa.Column('tie', sa.Integer(), nullable=False),
    sa.Column('checked_in', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('counter_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('since', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("counter_id IS NOT NULL OR NOT (state IN ('called', 'serving'))", name=op.f('ck_stop_counter_where_needed')),
    sa.CheckConstraint("state IN ('planned', 'preparing', 'waiting', 'called', 'serving', 'held', 'absent', 'done', 'withdrawn', 'expired')", name=op.f('ck_stop_state_known')),
    sa.ForeignKeyConstraint(['counter_id'], ['counter.id'], name=op.f('fk_stop_counter_id')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_stop_office')),
    sa.ForeignKeyConstraint(['queue_id'], ['queue.id'], name=op.f('fk_stop_queue_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_stop_service_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_stop_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stop')),
    sa.UniqueConstraint('visit_id', 'position', name=op.f('uq_stop_visit_id_position'))
    )
    with op.batch_alter_table('stop', schema=None) as batch_op:
        batch_op.create_index('ix_stop_line', ['queue_id', 'order_time', 'tie', 'checked_in', 'number'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.create_index('ix_stop_unfinished', ['office', 'state'], unique=False, sqlite_where=sa.text("NOT (state IN ('done', 'expired', 'withdrawn'))"), postgresql_where=sa.text("NOT (state IN ('done', 'expired', 'withdrawn'))"))
        batch_op.create_index('ix_stop_visit', ['visit_id'], unique=False)
        batch_op.create_index('uq_stop_at_counter', ['counter_id'], unique=True, sqlite_where=sa.text("state IN ('called', 'serving')"), postgresql_where=sa.text("state IN ('called', 'serving')"))
        batch_op.create_index('uq_stop_open_visit', ['visit_id'], unique=True, sqlite_where=sa.text("state IN ('absent', 'called', 'held', 'serving', 'waiting')"), postgresql_where=sa.text("state IN ('absent', 'called', 'held', 'serving', 'waiting')"))


def downgrade() -> None:
    op.drop_table("stop")
    op.drop_table("print_job")
    op.drop_table("visit")
    op.drop_table("reservation")
    op.drop_table("seat")
    op.drop_table("staff_session")
    op.drop_table("slot")
    op.drop_table("number_series")
    op.drop_table("bell")
    op.drop_table("staff_role")
    op.drop_table("service")
    op.drop_table("queue")
    op.drop_table("pre_application")
    op.drop_table("head")
    op.drop_table("event")
    op.drop_table("device")
    op.drop_table("counter")
    op.drop_table("staff")
    op.drop_table("office")
    op.drop_table("idempotency")
    op.drop_table("catalogue")
