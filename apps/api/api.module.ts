import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { CaseDesks, GetCaseHandler, OpenSealHandler } from '#case-desk';
import { System } from '#system';
import { AdministrationController } from './administration.controller.js';
import { AlertsController } from './alerts.controller.js';
import { AuditController } from './audit.controller.js';
import { BundlesController } from './bundles.controller.js';
import { CaseFiles } from './case-files.js';
import { CasePages } from './case-pages.js';
import { CaseSender } from './case-sender.js';
import { CaseTypesController } from './case-types.controller.js';
import { CaseloadController } from './caseload.controller.js';
import { CasesController } from './cases.controller.js';
import { CsvTrail } from './csv-answer.js';
import { DeadlinesController } from './deadlines.controller.js';
import { EvidenceController } from './evidence.controller.js';
import { EventsController } from './events.controller.js';
import { ExchangeController } from './exchange.controller.js';
import { IndicatorsController } from './indicators.controller.js';
import { Lists } from './lists.js';
import { LiveFeed } from './live-feed.js';
import { NoticesController } from './notices.controller.js';
import { OfficesController } from './offices.controller.js';
import { OidcController } from './oidc.controller.js';
import { OperationsController } from './operations.controller.js';
import { PaymentsController } from './payments.controller.js';
import { PeopleController } from './people.controller.js';
import { PrivacyController } from './privacy.controller.js';
import { PolicyCheck } from './policy-check.js';
import { ProblemFilter } from './problem.filter.js';
import { RulesController } from './rules.controller.js';
import { SessionController } from './session.controller.js';
import { SignInTrail } from './sign-in-trail.js';
import { Sessions } from './sessions.js';
import { SupervisionsController } from './supervisions.controller.js';
import { TimeTravelController } from './time-travel.controller.js';
import { TrailController } from './trail.controller.js';
import { SignedInGuard } from './viewer.js';
import { WanderMatchesController } from './wander-matches.controller.js';
import { WhatIfController } from './what-if.controller.js';

@Module({})
export class ApiModule {
  static for(system: System): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), DiscoveryModule],
      controllers: [
        SessionController,
        OidcController,
        CaseTypesController,
        CasesController,
        TimeTravelController,
        EvidenceController,
        BundlesController,
        IndicatorsController,
        WanderMatchesController,
        CaseloadController,
        RulesController,
        WhatIfController,
        DeadlinesController,
        AlertsController,
        SupervisionsController,
        PeopleController,
        PrivacyController,
        TrailController,
        ExchangeController,
        AuditController,
        OfficesController,
        AdministrationController,
        NoticesController,
        PaymentsController,
        EventsController,
        OperationsController,
      ],
      providers: [
        { provide: System, useValue: system },
        { provide: CaseDesks, useValue: system.desks },
        ...system.desks.all().map((desk) => desk.Handler),
        GetCaseHandler,
        OpenSealHandler,
        CaseSender,
        CaseFiles,
        CasePages,
        Lists,
        LiveFeed,
        Sessions,
        SignInTrail,
        PolicyCheck,
        { provide: APP_GUARD, useClass: SignedInGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: CsvTrail },
      ],
    };
  }
}
