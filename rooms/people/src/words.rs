//! Small closed vocabularies: one English key in the database, one Chinese word on the screen.

/// An enum whose variants are stored as keys and shown as words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal $zh:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $key)] $variant),*
        }

        impl $name {
            /// In the order in which a form offers them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As the database and forms have it.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// As people read it.
            pub fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.key() == key)
            }

            /// (key, word) for the fields of forms.
            pub fn choices() -> Vec<(&'static str, &'static str)> {
                Self::ALL.iter().map(|it| (it.key(), it.zh())).collect()
            }

            pub fn keys() -> Vec<&'static str> {
                Self::ALL.iter().map(|it| it.key()).collect()
            }
        }

        impl db::ToValue for $name {
            fn to_value(&self) -> db::Value {
                db::Value::Text(self.key().to_owned())
            }
        }
    };
}

words!(
    /// Membership on a day.
    Status {
        Full = "full" "正式党员",
        Probationary = "probationary" "预备党员",
        /// No contact for long; rights rest, the roll still has him.
        Suspended = "suspended" "停止党籍",
        Left = "left" "已不在册",
        /// Staff who is not a member of the Party.
        None = "none" "非党员",
    }
);

impl Status {
    /// Whether the roll of his branch has him.
    pub fn is_on_roll(self) -> bool {
        matches!(self, Self::Full | Self::Probationary | Self::Suspended)
    }
}

words!(
    /// By which relation somebody works here.
    StaffClass {
        Officer = "officer" "民警",
        Auxiliary = "auxiliary" "辅警",
        Civilian = "civilian" "文职",
        Worker = "worker" "职工",
        Retired = "retired" "离退休",
        Outside = "outside" "外单位",
        /// The roster did not say.
        Unknown = "unknown" "未填",
    }
);

words!(
    /// Why somebody takes part elsewhere for a time.
    Reason {
        Secondment = "secondment" "借调",
        TaskForce = "task_force" "专班",
        Attachment = "attachment" "挂职",
        Floating = "floating" "流动党员",
        Auxiliary = "auxiliary" "辅警（组织关系在外单位）",
        /// On the roll of a temporary branch for as long as an operation lasts.
        Operation = "operation" "执行任务",
    }
);

words!(
    /// For what a member is abroad: what the texts tell apart, never a country or a school.
    Purpose {
        Study = "study" "公派学习研究",
        OwnStudy = "own_study" "自费学习研究",
        Posting = "posting" "因公常驻",
        OwnCost = "own_cost" "自费探亲、随任等",
    }
);

words!(
    /// Why somebody was not there: never a place, never a task.
    LeaveWord {
        OnDuty = "on_duty" "值班",
        Standby = "standby" "备勤",
        Travel = "travel" "出差",
        Holiday = "holiday" "休假",
        Sick = "sick" "病假",
        Maternity = "maternity" "产假",
        Drafted = "drafted" "抽调",
        Training = "training" "培训",
        Suspended = "suspended" "停职",
        Task = "task" "执行任务",
    }
);

words!(
    /// What may be taken from a member for a time.
    Right {
        Vote = "vote" "表决权",
        Elect = "elect" "选举权",
        Stand = "stand" "被选举权",
    }
);
