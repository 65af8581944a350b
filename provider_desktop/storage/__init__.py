"""The encrypted database on this PC: tables, repositories and the unit of work.

How it is used, by the services only::

    database = Database.open(path, key)                    # or Database.create(path, key)
    with database.reading() as reading:                    # one moment, any thread
        page = reading.visit_lists.page(VisitQuery(month="2026-11"), 0, 128)
    with database.unit_of_work() as work:                  # alone in writing
        work.visits.save_draft(visit, findings, now)
        topics = work.commit()                             # without it, nothing happened
    database.checkpoint()                                  # when idle; .problems() checks all; .close()

Sealing, whole or not at all (the entry is made by ``exchange.entries.seal``)::

    header = work.stream.append(entry)                     # refuses what does not follow the head
    work.visits.seal(visit, findings, entry.hash, now)     # or staff.save, assignments.answer
    work.audit.append(AuditEvent(now, actor, "seal", visit.record))
    work.commit()

Repositories, as attributes of both:

========================  =====================================================================
``visits``                save_draft seal discard project set_findings · get many drafts versions
                          histories known_fingerprints findings
``visit_lists``           page after each records count corrected counts counts_of_month draft_counts
                          months, by ``VisitQuery``
``visit_context``         the ``ContextSource`` of the checks; of_recipient of_staff of_people on_days
                          last_of_recipient
``cases``                 save_draft seal discard · get page count counts complaints incidents
                          settlements settled_months, by ``CaseQuery``
``recipients``            save · get many all named search page count townships, by ``RecipientQuery``
``assignments``           save answer · get of_recipient of_recipients inbox inbox_count all between
``staff``                 save · get many all named search
``catalogues``            save · get on all
``rulesets``              save save_calendar · on get calendar
``stream``                start add_other append restore set_state erase · own head all entry at after
                          chain of_record latest_of waiting waiting_count move
``receipts``              add · head latest covering all
``feed``                  append · head after of_kind
``verdicts``              save · get of_record with_outcome counts
``ratings``               save · of_period newest all
``summaries``             day_counts recipients_of_month last_days said differences rebuild
``audit``                 append · of_subject newest broken
``settings``              set remove · get
``imports``               add_file remember · files mapping
``bulk``                  seal state judge receive, many at once; of units of work only
========================  =====================================================================

``add``, ``append`` and ``restore`` write for good: triggers refuse to change or delete such rows.
"""
